using System.Net;
using Hale.Server.Access;
using Hale.Server.Api;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hale.Server.Tests.Access;

internal sealed class MemoryTokens : ITokenStore
{
    public List<StoredToken> Kept { get; } = [];

    public ValueTask<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<StoredToken>>([.. Kept]);

    public ValueTask AddAsync(StoredToken token, CancellationToken cancel)
    {
        Kept.Add(token);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveAsync(string id, CancellationToken cancel) => ValueTask.FromResult(Kept.RemoveAll(token => token.Id == id) > 0);
}

/// <summary>The gate on a real port. A request's <c>X-Test-From</c> says where it seems to come from.</summary>
internal sealed class AccessRig : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private AccessRig(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public ManualTime Time { get; private init; } = null!;

    public Tokens Tokens => _app.Services.GetRequiredService<Tokens>();

    public Uri Address => new(_app.Urls.First());

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false });

    public static async Task<AccessRig> StartAsync()
    {
        var (time, folder) = (new ManualTime(), Directory.CreateTempSubdirectory("hale-access-").FullName);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<ITokenStore, MemoryTokens>().AddAccess(folder);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers["X-Test-From"].ToString() is { Length: > 0 } from)
                http.Connection.RemoteIpAddress = IPAddress.Parse(from);
            return next(http);
        });
        app.UseAccess();
        app.MapAccess();
        app.MapGet("/api/services", () => "services");
        app.MapPut("/api/services", () => "changed");
        app.MapGet("/ws/health", () => "stream");
        app.MapGet("/health/live", () => "alive");
        app.MapGet("/api/secret", () => "secret").WithMetadata(new NeedsRole(Role.Admin));
        app.MapFallback(() => Results.Text("<html>page</html>", "text/html")).AllowAnonymous();
        await app.StartAsync();
        return new(app, folder) { Time = time };
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        foreach (var (name, value) in headers)
            if (name == "body")
                request.Content = new StringContent(value, System.Text.Encoding.UTF8, "application/json");
            else
                request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
