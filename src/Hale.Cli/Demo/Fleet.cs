using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Flow;

namespace Hale.Cli.Demo;

/// <summary>The demo's services, and the file that declares them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Random _chance;
    private readonly Lock _drawing = new();
    private readonly Database _database;
    private readonly Dictionary<string, Site> _sites = [];
    private readonly Socket _nobody = Port.Take();

    private Fleet(TimeProvider time, int seed)
    {
        _time = time;
        _started = time.GetTimestamp();
        _chance = new(seed);
        _database = new(() => Story.DatabaseAway(At), time);
        Add("shop-web", () => Story.DatabaseAway(At) ? Says("degraded") : Well());
        Add("shop-api", () => Story.DatabaseAway(At) ? new Reply.Text(500, "the database does not answer", Soon) : Well());
        Add("shop-cart", Well);
        Add("shop-search", () => new Reply.Text(200, Story.Body("healthy", At), TimeSpan.FromMilliseconds(1_200)));
        Add("payments-gateway", Well);
        Add("payments-ledger", () => Says("degraded"));
        Add("payments-fraud-check", () => new Reply.Text(500, "out of memory", Soon));
        Add("payments-bank-link", () => new Reply.Nothing());
        Add("payments-invoices", Well, Expired(time));
        Add("media-player", Well);
        Add("media-thumbnails", () => Story.Flapping(At) ? new Reply.Text(503, "no worker is free", Soon) : Well());
        Add("media-cdn", () => new Reply.Text(404, "not found", Soon));
        Add("media-uploads", () => new Reply.Reset());
    }

    private static TimeSpan Soon => TimeSpan.FromMilliseconds(5);

    private TimeSpan At => _time.GetElapsedTime(_started);

    /// <summary>Starts every service.</summary>
    /// <param name="seed">Of the latencies; the same seed draws the same ones.</param>
    public static Fleet Start(TimeProvider time, int seed)
    {
        var fleet = new Fleet(time, seed);
        var vitals = new Vitals(time);
        fleet._database.Start(vitals);
        foreach (var site in fleet._sites.Values)
            site.Start(vitals);
        return fleet;
    }

    /// <summary>How many services the file declares.</summary>
    public int Count => _sites.Count + 2;

    /// <summary>The declaration file: short intervals and small patience, so that things happen while one looks.</summary>
    public string Declaration() =>
        $$"""
        # A small fleet that hale demo simulates; some of it is broken on purpose.
        hub: { id: hub-demo }
        defaults: { interval: 3s, timeout: 2s, retries: 1, targets: { interval: 5s, timeout: 2s } }
        projects:
          shop:
            targets:
              production: {{Url("shop-web")}}
              staging: {{Url("shop-search")}}
            services:
              postgres: { check: "{{_database.Url}}", type: database, interval: 2s }
              api: { check: {{Url("shop-api")}}/health, depends_on: [postgres], interval: 2s, labels: { team: core } }
              web: { check: {{Url("shop-web")}}/health, type: web, depends_on: [api], interval: 2s, labels: { team: core } }
              cart: { check: {{Url("shop-cart")}}/health, labels: { team: core } }
              search: { check: {{Url("shop-search")}}/health, critical: false, labels: { team: discovery } }
          payments:
            targets:
              production: {{Url("payments-gateway")}}
            services:
              gateway: { check: {{Url("payments-gateway")}}/health, depends_on: [ledger] }
              ledger: { check: {{Url("payments-ledger")}}/health }
              fraud-check: { check: {{Url("payments-fraud-check")}}/health, critical: false }
              bank-link: { check: {{Url("payments-bank-link")}}/health, interval: 5s, critical: false }
              invoices: { check: {{Url("payments-invoices")}}/health, interval: 5s, critical: false }
          media:
            services:
              player: { check: {{Url("media-player")}}/health, type: web }
              thumbnails: { check: {{Url("media-thumbnails")}}/health, retries: 0 }
              cdn: { check: {{Url("media-cdn")}}/health, critical: false }
              uploads: { check: {{Url("media-uploads")}}/health, critical: false }
              transcoder: { check: "http://{{_nobody.LocalEndPoint}}/health", critical: false }

        """;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites.Values)
            await site.DisposeAsync();
        await _database.DisposeAsync();
        _nobody.Dispose();
    }

    private static X509Certificate2 Expired(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=payments-invoices", key, HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-91), now.AddDays(-1));
    }

    private void Add(string name, Func<Reply> behave, X509Certificate2? certificate = null) => _sites[name] = new(name, behave, _time, certificate);

    private string Url(string name) => _sites[name].Url;

    private Reply.Text Says(string status) => new(200, Story.Body(status, At), Soon);

    private Reply Well()
    {
        lock (_drawing)
            return Story.Well(At, _chance.NextDouble());
    }
}
