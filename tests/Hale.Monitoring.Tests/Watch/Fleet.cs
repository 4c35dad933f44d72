using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Monitoring.Watch.Rounds;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>One check as a host saw it begin.</summary>
internal sealed record Asked(string Key, string Host, TimeSpan At, bool Forced);

/// <summary>
/// The watcher's decisions alone, on simulated time and one thread: hours of thousands of services in a second. Hosts answer as the test says; an
/// answer is decided when the check begins.
/// </summary>
internal sealed class Fleet
{
    private readonly ManualTime _time = new();
    private readonly Agenda _agenda;
    private readonly PriorityQueue<(Run Run, Observation Seen), TimeSpan> _ends = new();
    private readonly Dictionary<string, Func<TimeSpan, FakeAnswer>> _hosts = [];
    private readonly List<(Run Run, string Host)> _running = [];

    public Fleet(Allowance? allowance = null, Func<double>? random = null)
    {
        _agenda = new(_time, random ?? (() => 0.5));
        Ledger = new(_agenda, new(_agenda, allowance ?? new()), Tally, _time, TimeSpan.FromSeconds(5), new(_ => { }, _ => { }));
    }

    public Ledger Ledger { get; }

    public Tally Tally { get; } = new();

    public List<Asked> Asked { get; } = [];

    public List<(string Key, Transition Step, TimeSpan At)> Steps { get; } = [];

    public List<Slip> Slips { get; } = [];

    public List<Isolation> Isolations { get; } = [];

    public TimeSpan Now => _time.Passed;

    /// <summary>Asks at once, as a person does.</summary>
    public void Force(string key) => Ledger.Force(key);

    /// <summary>The most that ever ran at once against one host.</summary>
    public int MostAtOneHost { get; private set; }

    public int MostInFlight { get; private set; }

    public static string Url(string host, string key) => $"http://{host}/{key}";

    /// <summary>What a host answers, by the moment it is asked.</summary>
    public void Host(string host, Func<TimeSpan, FakeAnswer> answers) => _hosts[host] = answers;

    public void Host(string host, FakeAnswer answer) => Host(host, _ => answer);

    public static WatchSpec Service(string host, string key, double interval = 30) =>
        Some.Service(new("http", new FakeOptions("http", Url(host, key))), key) with { Interval = TimeSpan.FromSeconds(interval) };

    /// <summary>So many services of one host, named by it.</summary>
    public static IEnumerable<WatchSpec> Services(string host, int count, double interval = 30) =>
        Enumerable.Range(0, count).Select(i => Service(host, $"{host}-{i}", interval));

    public void Launch(params IEnumerable<WatchSpec> specs) => Ledger.Launch([.. specs.Select(spec => (spec, (Verdict?)null))]);

    /// <summary>So many references, each on a host of its own.</summary>
    public void Refer(int count)
    {
        for (var i = 0; i < count; i++)
            Ledger.Refer(Service($"reference{i}", $"reference {i}", 10) with { Timeout = TimeSpan.FromSeconds(3), Patience = new() { Retries = 0 } });
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    public void Pass(TimeSpan span)
    {
        for (var until = Now + span; ;)
        {
            Ledger.TakeBegun()?.ForEach(Begin);
            var due = Ledger.Next ?? TimeSpan.MaxValue;
            var end = _ends.TryPeek(out _, out var ends) ? ends : TimeSpan.MaxValue;
            var next = due < end ? due : end;
            if (next > until)
            {
                _time.Advance(until - Now);
                return;
            }

            if (next > Now)
                _time.Advance(next - Now);
            if (end <= due)
                End();
            else
                Slips.AddRange(Ledger.Tick().Slips);
        }
    }

    public Status StatusOf(string key) => Ledger.Find(key)!.Verdict.Status;

    public IEnumerable<TimeSpan> TimesOf(string key) => Asked.Where(asked => asked.Key == key).Select(asked => asked.At);

    /// <summary>When each first took a status, counted from <paramref name="since"/>.</summary>
    public Dictionary<string, double> Until(Status status, double since) =>
        Steps.Where(step => step.Step.To == status && step.At.TotalSeconds >= since).GroupBy(step => step.Key)
            .ToDictionary(steps => steps.Key, steps => steps.Min(step => step.At.TotalSeconds) - since);

    /// <summary>The most scheduled checks of a host within any second.</summary>
    public int MostInASecond(string host, double from = 0, double to = double.MaxValue)
    {
        var times = Asked.Where(asked => asked.Host == host && !asked.Forced && asked.At.TotalSeconds >= from && asked.At.TotalSeconds < to).Select(asked => asked.At).ToList();
        var most = 0;
        for (var (first, last) = (0, 0); last < times.Count; last++)
        {
            while (times[last] - times[first] >= TimeSpan.FromSeconds(1))
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private void Begin(Run run)
    {
        var url = new Uri(((FakeOptions)run.Check.Options).Url);
        Asked.Add(new(run.Entry.Spec.Key, url.Host, Now, run.Forced));
        var answer = _hosts.TryGetValue(url.Host, out var host) ? host(Now) : FakeAnswer.Ok(TimeSpan.FromMilliseconds(3));
        var took = answer.Took ?? run.Timeout;
        var seen = new Observation { At = _time.GetUtcNow(), Took = took, Failure = answer.Failure, Answered = answer.Failure is null };
        _ends.Enqueue((run, seen), Now + took);
        if (!run.Forced)
            Count(run, url.Host);
    }

    private void End()
    {
        var (run, seen) = _ends.Dequeue();
        if (Ledger.Conclude(run, seen, abandoned: false, out _) is { } outcome && !run.Entry.IsReference)
            Steps.AddRange(outcome.Ruling.Steps.Select(step => (outcome.Spec.Key, step, Now)));
        if (Ledger.TakeBearing() is { } bearing)
        {
            Isolations.Add(bearing.Isolation);
            Steps.AddRange(bearing.Shifts.SelectMany(shift => shift.Ruling.Steps.Select(step => (shift.Spec.Key, step, Now))));
        }

        if (run.Detached)
            Ledger.Ended();
    }

    /// <summary>One that was told to end counts no more, though it has not ended yet.</summary>
    private void Count(Run run, string host)
    {
        _running.RemoveAll(each => each.Run.Over);
        _running.Add((run, host));
        MostInFlight = Math.Max(MostInFlight, _running.Count);
        MostAtOneHost = Math.Max(MostAtOneHost, _running.Count(each => each.Host == host));
    }
}
