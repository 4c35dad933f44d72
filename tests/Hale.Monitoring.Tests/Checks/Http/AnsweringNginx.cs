using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>An nginx with an answer of each sort.</summary>
public sealed class AnsweringNginx : IAsyncLifetime
{
    private NginxServer? _nginx;

    public string Url(string path) => _nginx!.Url(path);

    public async ValueTask InitializeAsync() => _nginx = await NginxServer.StartAsync(
        """
        location = /204 { return 204; }
        location = /200 { return 200 fine; }
        location = /401 { return 401; }
        location = /403 { return 403; }
        location = /404 { return 404; }
        location = /418 { return 418; }
        location = /500 { return 500; }
        location = /503 { return 503; }
        location = /moved { return 301 /200; }
        location = /loop { return 302 /pool; }
        location = /pool { return 302 /loop; }
        location ~ ^/hop/x(x*)$ { return 302 /hop/$1; }
        location = /hop/ { return 200 there; }
        """);

    public async ValueTask DisposeAsync() => await _nginx!.DisposeAsync();
}
