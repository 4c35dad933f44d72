using System.Diagnostics;
using System.Globalization;
using System.Net;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Probing;

/// <summary>A hub that really asks, and a blackbox_exporter to be measured by.</summary>
public sealed class ProbingRig : IAsyncLifetime
{
    private const string Modules =
        """
        modules:
          http_2xx: {prober: http, http: {tls_config: {insecure_skip_verify: false}}}
          http_post_2xx: {prober: http, http: {method: POST}}
          tcp_connect: {prober: tcp}
          grpc_plain: {prober: grpc, timeout: 5s, grpc: {}}
          dns: {prober: dns, dns: {query_name: localhost, query_type: A}}
          ssh_banner: {prober: tcp, timeout: 1s, tcp: {query_response: [{expect: "^SSH-2.0-"}]}}
        """;

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly int _port = Ports.Free();
    private Hub? _hub;
    private ServerProcess? _blackbox;

    public Hub Hub => _hub!;

    public async ValueTask InitializeAsync()
    {
        var settings = new HubSettings { Urls = "http://127.0.0.1:0", Data = _folder.Path, Config = Path.Combine(_folder.Path, "hale.yaml"), Log = "json" };
        _hub = await Hub.StartAsync(settings);
        var folder = Directory.CreateTempSubdirectory("hale-blackbox-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "modules.yml"), Modules);
        var start = new ProcessStartInfo(
            "prometheus-blackbox-exporter",
            [$"--config.file={folder.FullName}/modules.yml", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{_port}")]);
        _blackbox = await ServerProcess.StartAsync(start, "prometheus-blackbox-exporter", folder, () => ServerProcess.ListensAsync(_port));
    }

    /// <summary>Asks the hub for a probe.</summary>
    public Task<(HttpStatusCode Status, string Type, string Text)> AskAsync(string query, params (string Name, string Value)[] headers) =>
        SendAsync(new Uri(Hub.Addresses[0], "/probe?" + query), headers);

    /// <summary>The samples of a probe by the hub.</summary>
    public async Task<Dictionary<string, string>> HaleAsync(string query) => Samples((await AskAsync(query)).Text);

    /// <summary>The samples of the same probe by blackbox_exporter.</summary>
    public async Task<Dictionary<string, string>> BlackboxAsync(string query) =>
        Samples((await SendAsync(new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/probe?{query}")))).Text);

    public static Dictionary<string, string> Samples(string text) => text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1]);

    public async ValueTask DisposeAsync()
    {
        if (_blackbox is not null)
            await _blackbox.DisposeAsync();
        if (_hub is not null)
            await _hub.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Type, string Text)> SendAsync(Uri url, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
