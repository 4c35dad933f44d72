using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;
using Hale.Server.Heartbeats.Keeping;
using Hale.Server.Registry;

namespace Hale.Server.Heartbeats;

/// <summary>
/// Takes the calls of services that call by themselves, notices those that do not come, and hands both to the watch. A call is answered once it is durable;
/// what it comes to is judged then.
/// </summary>
internal sealed partial class Heartbeats
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastGrace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pulse> _pulses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byToken = new(StringComparer.Ordinal);
    private readonly Registrar _registry;
    private readonly Watcher _watcher;
    private readonly IHeartbeatStore _store;
    private readonly BeatLog _log;
    private readonly Loop _writing;
    private readonly Loop _waiting;
    private readonly TimeProvider _time;
    private readonly WallClock _clock;
    private readonly ILogger _logger;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first deadline when they were last looked through; those of calls that came since are later.</summary>
    private DateTimeOffset _first;

    public Heartbeats(Registrar registry, Watcher watcher, IHeartbeatStore store, Vitals vitals, TimeProvider time, ILogger<Heartbeats> logger)
    {
        (_registry, _watcher, _store, _time, _logger) = (registry, watcher, store, time, logger);
        _clock = new(time);
        _log = new(store, vitals.Queue<BeatLog.Item>("heartbeats", 10_000));
        _writing = new(vitals.Loop("heartbeat_write", TimeSpan.FromHours(24 * 365)), time, logger);
        _waiting = new(vitals.Loop("heartbeat_deadlines", TimeSpan.FromMinutes(2)), time, logger);
    }

    /// <summary>Reads what is kept, and follows the registry from then on; after the watch was begun.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        var kept = (await _store.LoadAsync(cancel)).ToDictionary(each => each.Service);
        var now = _time.GetUtcNow();
        foreach (var service in _registry.Now.Services.Values)
        {
            if (service.Check.Options is IPassiveOptions options)
                Add(service, options, kept.GetValueOrDefault(service.Id), now);
        }

        foreach (var service in kept.Keys.Where(id => !_pulses.ContainsKey(id)))
            await _store.ForgetAsync(service, cancel);
        _registry.Changes.Join(Follow);
    }

    /// <summary>Writes calls and notices missed ones until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var writing = _writing.RunAsync(_log.TurnAsync, CancellationToken.None);
        await _waiting.RunAsync(WaitAsync, stopping);
        _log.Complete();
        await writing;
    }

    /// <summary>The services that a token stands for; none when it is not known.</summary>
    public IReadOnlyList<string> Known(string token)
    {
        lock (_gate)
            return _byToken.TryGetValue(Hash(token), out var services) ? [.. services] : [];
    }

    /// <summary>Takes a call; durable when it returns.</summary>
    /// <exception cref="IOException">It could not be kept; nothing came of it.</exception>
    public async Task TakeAsync(string service, BeatKind kind, int? exitStatus, string? body, string? correlationId)
    {
        Pulse? pulse;
        lock (_gate)
            pulse = _pulses.GetValueOrDefault(service);
        if (pulse is null)
            return;
        await pulse.Turn.WaitAsync();
        try
        {
            var (next, beat, seen) = pulse.Rhythm.Take(new(Cut(Now()), kind, exitStatus, null, body));
            await _log.WriteAsync(new(service, beat, next.Write()));
            Move(pulse, next);
            if (seen is not null)
                _watcher.Take(service, seen, correlationId);
        }
        finally
        {
            pulse.Turn.Release();
        }
    }

    /// <summary>
    /// Takes what an application says of one of its components. Like the result of a check it is in the history a second later; false when there is no such
    /// component.
    /// </summary>
    public async Task<bool> ReportAsync(string service, Observation seen, string? correlationId)
    {
        Pulse? pulse;
        lock (_gate)
            pulse = _pulses.GetValueOrDefault(service);
        if (pulse is null)
            return false;
        await pulse.Turn.WaitAsync();
        try
        {
            Move(pulse, new(Cut(Now())));
            _watcher.Take(service, seen, correlationId);
            return true;
        }
        finally
        {
            pulse.Turn.Release();
        }
    }

    /// <summary>Makes a token for a service, in place of one that was made before; null when it has one of its own or is no heartbeat.</summary>
    public async Task<string?> MakeTokenAsync(string service, bool anew, CancellationToken cancel)
    {
        Pulse? pulse;
        lock (_gate)
            pulse = _pulses.GetValueOrDefault(service);
        if (pulse is not { Options: { ByToken: true, Token: null } } || (pulse.Made is not null && !anew))
            return null;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await _store.SetAsync(new(service, pulse.Rhythm.Write(), SHA256.HashData(Encoding.UTF8.GetBytes(token))), cancel);
        lock (_gate)
        {
            Unlist(pulse);
            pulse.Made = Hash(token);
            List(pulse);
        }

        return token;
    }

    /// <summary>The newest calls of a service, newest first.</summary>
    public ValueTask<IReadOnlyList<Beat>> BeatsAsync(string service, int most, CancellationToken cancel) => _store.BeatsAsync(service, most, cancel);

    /// <summary>When the next call of a service is missed; null when it is no heartbeat.</summary>
    public DateTimeOffset? DeadlineOf(string service)
    {
        lock (_gate)
            return _pulses.TryGetValue(service, out var pulse) ? pulse.Deadline : null;
    }

    private void Follow(RegistryChange change)
    {
        var now = Now();
        foreach (var (before, after) in change.Services)
        {
            lock (_gate)
            {
                if (after?.Check.Options is IPassiveOptions options)
                    Set(after, options, now);
                else if (before is not null && _pulses.Remove(before.Id, out var gone))
                    Drop(gone);
            }
        }
    }

    private void Set(ServiceSpec service, IPassiveOptions options, DateTimeOffset now)
    {
        if (!_pulses.TryGetValue(service.Id, out var pulse))
        {
            Add(service, options, null, now);
            return;
        }

        Unlist(pulse);
        // One that was resumed can't have called, or was not heard.
        var rhythm = pulse.Paused && !service.Paused ? pulse.Rhythm with { NotBefore = now + service.Timing.Interval + options.Grace } : pulse.Rhythm;
        (pulse.Options, pulse.Interval, pulse.Paused, pulse.Rhythm) = (options, service.Timing.Interval, service.Paused, rhythm);
        List(pulse);
        WakeFor(pulse);
    }

    private void Add(ServiceSpec service, IPassiveOptions options, StoredHeartbeat? kept, DateTimeOffset now)
    {
        var rhythm = kept is null ? new(now) : Rhythm.Read(kept.State) ?? new(now);
        var pulse = new Pulse(service.Id, rhythm, options, service.Timing.Interval)
        {
            Paused = service.Paused,
            Made = kept?.TokenHash is { } hash ? Convert.ToHexString(hash) : null,
        };
        // While the hub was away it heard nothing: what would have been missed by now is given its grace, and a moment at least.
        if (kept is not null && pulse.Deadline <= now + AtLeast(options.Grace))
            pulse.Rhythm = rhythm with { NotBefore = now + AtLeast(options.Grace) };
        lock (_gate)
        {
            _pulses[service.Id] = pulse;
            List(pulse);
            WakeFor(pulse);
        }
    }

    private static TimeSpan AtLeast(TimeSpan grace) => grace < LeastGrace ? LeastGrace : grace;

    private void Drop(Pulse gone)
    {
        Unlist(gone);
        _ = ForgetAsync(gone.Service);
    }

    private async Task ForgetAsync(string service)
    {
        try
        {
            await _store.ForgetAsync(service, CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The next start finds and forgets it.
            NotForgotten(_logger, service, error);
        }
    }

    /// <summary>Waits for the next deadline, or for a change, and tells what was missed.</summary>
    private async ValueTask<bool> WaitAsync(CancellationToken stopping)
    {
        Pulse[] missed;
        TimeSpan sleep;
        Task changed;
        var now = Now();
        lock (_gate)
        {
            if (_changed.Task.IsCompleted)
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed = _changed.Task;
            missed = [.. _pulses.Values.Where(pulse => !pulse.Paused && pulse.Deadline <= now)];
            _first = _pulses.Values.Where(pulse => !pulse.Paused).Select(pulse => pulse.Deadline).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            sleep = _first - now < LongestSleep ? _first - now : LongestSleep;
        }

        foreach (var pulse in missed)
            await MissAsync(pulse, stopping);
        if (missed.Length == 0)
            await Task.WhenAny(Task.Delay(sleep < Shortest ? Shortest : sleep, _time, stopping), changed);
        stopping.ThrowIfCancellationRequested();
        return true;
    }

    private async Task MissAsync(Pulse pulse, CancellationToken stopping)
    {
        await pulse.Turn.WaitAsync(stopping);
        try
        {
            Rhythm next;
            Observation seen;
            lock (_gate)
            {
                // A call may have come in the meantime.
                if (pulse.Deadline > Now() || !_pulses.ContainsKey(pulse.Service))
                    return;
                (next, seen) = pulse.Rhythm.Miss(pulse.Options, pulse.Interval);
            }

            Move(pulse, next);
            _watcher.Take(pulse.Service, seen);
        }
        finally
        {
            pulse.Turn.Release();
        }
    }

    /// <summary>
    /// The time. Deadlines are moments of the wall clock: where that was set, or the machine slept, they move along, for nobody has missed anything.
    /// </summary>
    private DateTimeOffset Now()
    {
        lock (_gate)
        {
            var (now, leap) = _clock.Look();
            if (leap == TimeSpan.Zero)
                return now;
            foreach (var pulse in _pulses.Values)
                pulse.Rhythm = pulse.Rhythm.Moved(leap);
            _changed.TrySetResult();
            Leapt(_logger, leap.TotalSeconds);
            return now;
        }
    }

    private void Move(Pulse pulse, Rhythm next)
    {
        lock (_gate)
        {
            pulse.Rhythm = next;
            WakeFor(pulse);
        }
    }

    /// <summary>
    /// Under the gate. A call puts its deadline off, and who waits for the first of all need not know: with thousands that call hundreds of times a second, looking
    /// through them all for each call would be most of what the hub does.
    /// </summary>
    private void WakeFor(Pulse pulse)
    {
        if (!pulse.Paused && pulse.Deadline < _first)
            _changed.TrySetResult();
    }

    private void List(Pulse pulse)
    {
        foreach (var hash in pulse.Hashes)
        {
            if (!_byToken.TryGetValue(hash, out var services))
                _byToken[hash] = services = [];
            services.Add(pulse.Service);
        }
    }

    private void Unlist(Pulse pulse)
    {
        foreach (var hash in pulse.Hashes)
        {
            if (_byToken.TryGetValue(hash, out var services) && services.Remove(pulse.Service) && services.Count == 0)
                _byToken.Remove(hash);
        }
    }

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    // Times are kept to the millisecond; what is held is what is kept.
    private static DateTimeOffset Cut(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    [LoggerMessage(2501, LogLevel.Warning, "The heartbeats of {Service}, which is gone, could not be removed")]
    private static partial void NotForgotten(ILogger logger, string service, Exception error);

    [LoggerMessage(2502, LogLevel.Warning, "The clock was set by {Seconds} s, or the machine slept: what heartbeats are due by moves along")]
    private static partial void Leapt(ILogger logger, double seconds);

    /// <summary>One service's rhythm and rules. Touched only under the gate.</summary>
    private sealed class Pulse(string service, Rhythm rhythm, IPassiveOptions options, TimeSpan interval)
    {
        public string Service => service;

        /// <summary>Calls and misses are told in the order they are decided; held while a call is written.</summary>
        [SuppressMessage("Reliability", "CA2213", Justification = "A semaphore that nobody waits for by a handle holds nothing that must be freed.")]
        public SemaphoreSlim Turn { get; } = new(1);

        public Rhythm Rhythm { get; set; } = rhythm;

        public IPassiveOptions Options { get; set; } = options;

        public TimeSpan Interval { get; set; } = interval;

        public bool Paused { get; set; }

        /// <summary>The hash of the token that the hub made; null when it made none.</summary>
        public string? Made { get; set; }

        public DateTimeOffset Deadline => Rhythm.Deadline(Options, Interval);

        public IEnumerable<string> Hashes => Options.Token is { } given ? [Hash(given)] : Made is { } made ? [made] : [];
    }
}
