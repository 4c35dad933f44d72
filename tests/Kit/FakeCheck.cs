using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Tests.Kit;

/// <summary>What a <see cref="FakeCheck"/> answers for a URL.</summary>
public sealed record FakeAnswer
{
    /// <summary>How long it takes in simulated time; null for the whole timeout. Zero ends without any wait.</summary>
    public TimeSpan? Took { get; init; } = TimeSpan.Zero;

    public Failure? Failure { get; init; }

    public bool SaysDegraded { get; init; }

    public string? Message { get; init; }

    public int? HttpStatus { get; init; }

    public IReadOnlyDictionary<string, object?>? Details { get; init; }

    /// <summary>Thrown instead of an answer: a check with a fault of its own.</summary>
    public Exception? Throws { get; init; }

    /// <summary>Never ends, and doesn't heed cancellation: a check with a worse fault.</summary>
    public bool Stuck { get; init; }

    public static FakeAnswer Ok(TimeSpan latency = default) => new() { Took = latency, HttpStatus = 200 };

    public static FakeAnswer Slow(double seconds = 1.5) => Ok(TimeSpan.FromSeconds(seconds));

    public static FakeAnswer Degraded(string message = "the database is slow") => new() { SaysDegraded = true, Message = message, HttpStatus = 200 };

    public static FakeAnswer Fails(FailureKind kind, bool soft = false, TimeSpan after = default, int? status = null) =>
        new() { Took = after, Failure = new(kind, $"fake {kind}", soft), HttpStatus = status };

    public static FakeAnswer Status(int status) => Fails(FailureKind.HttpStatus, soft: status >= 500, status: status);

    public static FakeAnswer Refused { get; } = Fails(FailureKind.Refused);

    public static FakeAnswer Hangs { get; } = new() { Took = null, Failure = new(FailureKind.Timeout, "fake timeout", Soft: true) };
}

/// <summary>One run of a <see cref="FakeCheck"/>.</summary>
/// <param name="At">Simulated time since the clock was made.</param>
public sealed record FakeRequest(string Url, TimeSpan At);

/// <summary>A <see cref="FakeCheck"/>'s options.</summary>
public sealed record FakeOptions(string Kind, string Url) : ICheckOptions
{
    public string ServiceType => "api";

    public string? Peer => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Host.Length > 0 ? $"{url.IdnHost}:{url.Port}" : null;

    public JsonObject Describe(bool secrets) => new() { ["type"] = Kind, ["url"] = Url };
}

/// <summary>A check that answers what the test says, in simulated time, and remembers who was asked when.</summary>
public sealed class FakeCheck(ManualTime time, string kind = "http", params string[] schemes) : ICheck
{
    private readonly ConcurrentDictionary<string, FakeAnswer> _answers = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<FakeAnswer>> _scripts = new();
    private readonly ConcurrentDictionary<string, int> _open = new();
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private int _waiting;
    private int _mostOpen;

    public string Kind => kind;

    public IReadOnlyList<string> Schemes { get; } = schemes.Length > 0 ? schemes : ["http", "https"];

    public string About => "A check without a network";

    public IReadOnlyList<CheckOption> Options { get; } = [new("url", OptionShape.Text, "Any URL")];

    /// <summary>Runs that wait for simulated time, and for nothing else: with as many in flight, all is quiet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What a URL answers for which nothing was said.</summary>
    public FakeAnswer Otherwise { get; set; } = FakeAnswer.Ok();

    /// <summary>Every run, in the order they began.</summary>
    public IReadOnlyCollection<FakeRequest> Requests => _requests;

    /// <summary>The most runs of one URL that were ever open at once.</summary>
    public int MostOpenAtOnce => Volatile.Read(ref _mostOpen);

    /// <summary>The moments at which a URL was asked.</summary>
    public IReadOnlyList<TimeSpan> TimesOf(string url) => [.. _requests.Where(request => request.Url == url).Select(request => request.At)];

    /// <summary>From now on, once what was scripted is used up.</summary>
    public void Answer(string url, FakeAnswer answer) => _answers[url] = answer;

    /// <summary>The next answers, in this order.</summary>
    public void Script(string url, params IEnumerable<FakeAnswer> answers)
    {
        var script = _scripts.GetOrAdd(url, _ => new());
        foreach (var answer in answers)
            script.Enqueue(answer);
    }

    public CheckSpec Spec(string url) => new(Kind, new FakeOptions(Kind, url));

    /// <summary>Takes the URL, and any other field without a look.</summary>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems)
    {
        foreach (var entry in fields.Entries)
            fields.Raw(entry.Key);
        return fields.Require("url", "a URL") && fields.Text("url") is { } url ? new FakeOptions(Kind, url) : null;
    }

    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var url = options.Describe(secrets: true)["url"]!.GetValue<string>();
        var at = time.GetUtcNow();
        var start = time.GetTimestamp();
        _requests.Enqueue(new(url, time.Passed));
        Raise(_open.AddOrUpdate(url, 1, (_, open) => open + 1));
        try
        {
            var answer = Next(url);
            if (answer.Throws is { } fault)
                throw fault;
            var took = answer.Took ?? timeout;
            if (answer.Stuck)
                await ForEverAsync();
            else if (took > TimeSpan.Zero)
                await WaitAsync(took < timeout ? took : timeout, stopping);
            return Seen(took > timeout ? FakeAnswer.Hangs : answer, at, time.GetElapsedTime(start));
        }
        finally
        {
            _open.AddOrUpdate(url, 0, (_, open) => open - 1);
        }
    }

    private static Observation Seen(FakeAnswer answer, DateTimeOffset at, TimeSpan took) => new()
    {
        At = at,
        Took = took,
        Failure = answer.Failure,
        Answered = answer.Failure is null or { Kind: FailureKind.HttpStatus or FailureKind.Body },
        SaysDegraded = answer.SaysDegraded,
        Message = answer.Message,
        HttpStatus = answer.HttpStatus,
        Details = answer.Details,
        Phases = new(totalMs: took.TotalMilliseconds),
    };

    private FakeAnswer Next(string url) =>
        _scripts.TryGetValue(url, out var script) && script.TryDequeue(out var answer) ? answer : _answers.GetValueOrDefault(url, Otherwise);

    private void Raise(int open)
    {
        for (var most = MostOpenAtOnce; open > most; most = MostOpenAtOnce)
            if (Interlocked.CompareExchange(ref _mostOpen, open, most) == most)
                return;
    }

    private async Task ForEverAsync()
    {
        Interlocked.Increment(ref _waiting);
        await new TaskCompletionSource().Task;
    }

    /// <summary>Counts as waiting only once its timer is set, and no more before anything goes on: no moment in between looks quiet.</summary>
    private async Task WaitAsync(TimeSpan span, CancellationToken stopping)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = time.CreateTimer(_ => Leave(null), null, span, Timeout.InfiniteTimeSpan);
        Interlocked.Increment(ref _waiting);
        using var stop = stopping.Register(() => Leave(new OperationCanceledException(stopping)));
        await over.Task;

        void Leave(Exception? error)
        {
            lock (over)
            {
                if (over.Task.IsCompleted)
                    return;
                Interlocked.Decrement(ref _waiting);
                _ = error is null ? over.TrySetResult() : over.TrySetException(error);
            }
        }
    }
}
