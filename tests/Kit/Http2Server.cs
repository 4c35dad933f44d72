using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hale.Tests.Kit;

/// <summary>A real server of HTTP/2 and nothing else, over TLS where it has a certificate.</summary>
public sealed class Http2Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Http2Server(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one that answers all requests alike.</summary>
    public static Task<Http2Server> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null) => StartAsync(_ => { }, app => app.Run(answer), certificate);

    /// <summary>Starts one of services and what they answer.</summary>
    public static async Task<Http2Server> StartAsync(Action<IServiceCollection> services, Action<WebApplication> answers, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        services(builder.Services);
        var app = builder.Build();
        answers(app);
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
