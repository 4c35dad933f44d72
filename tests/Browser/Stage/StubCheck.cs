using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Browser.Tests.Stage;

/// <summary>HTTP as it is declared, and without a network: each URL answers what the test says, at once, in real time.</summary>
internal sealed class StubCheck : ICheck
{
    private static readonly ICheck Real = CheckCatalog.Standard(TimeProvider.System).Find("http")!;

    private readonly ConcurrentQueue<JsonObject> _asked = new();
    private readonly ConcurrentDictionary<string, Failure> _failures = new();
    private readonly ConcurrentDictionary<string, bool> _silent = new();

    public string Kind => Real.Kind;

    public IReadOnlyList<string> Schemes => Real.Schemes;

    public string About => Real.About;

    public IReadOnlyList<CheckOption> Options => Real.Options;

    /// <summary>What was asked, in order, credentials spelled out.</summary>
    public IReadOnlyCollection<JsonObject> Asked => _asked;

    /// <summary>From now on the URL refuses connections.</summary>
    public void Break(string url) => _failures[url] = new(FailureKind.Refused, "connection refused at 10.0.3.12:5432", Soft: false);

    /// <summary>From now on the URL never answers, until the hub ends.</summary>
    public void Silence(string url) => _silent[url] = true;

    /// <summary>From now on the URL answers 503.</summary>
    public void Overload(string url) => _failures[url] = new(FailureKind.HttpStatus, "HTTP 503 Service Unavailable (server issues)", Soft: true);

    /// <summary>From now on the URL answers well.</summary>
    public void Mend(string url) => _failures.TryRemove(url, out _);

    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        Real.Read(fields, column, before, problems);

    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var asked = options.Describe(secrets: true);
        var url = asked["url"]!.GetValue<string>();
        _asked.Enqueue(asked);
        if (_silent.ContainsKey(url))
            await new TaskCompletionSource().Task.WaitAsync(stopping);
        var failure = _failures.GetValueOrDefault(url);
        // A latency that differs from service to service, and wavers, so that charts have something to show.
        var wave = Math.Sin(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 7_000.0 + url.Length);
        var ms = url.Contains("slow", StringComparison.Ordinal) ? 1_200 : 20 + url.Length * 3 + 8 * wave;
        return new()
        {
            At = TimeProvider.System.GetUtcNow(),
            Took = TimeSpan.FromMilliseconds(ms),
            Failure = failure,
            Answered = failure is null,
            Evidence = failure is null ? [] : ["resolved the name to 10.0.3.12 in 0.4 ms", failure.Message],
            Answer = failure?.Kind == FailureKind.HttpStatus ? "HTTP 503\nRetry-After: 30\n\nthe queue is full" : null,
            Phases = failure is null ? new(0.4, 1.1, 6.2, ms - 9, ms) : new(dnsMs: 0.4),
        };
    }
}
