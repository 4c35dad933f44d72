using System.Runtime.InteropServices;
using System.Threading.Channels;
using Hale.Monitoring.Flow;

namespace Hale.Server.Config;

/// <summary>
/// Notices that the file's content is another, by looking every second: that catches writes in place, renames and swapped links (as with a mounted
/// ConfigMap) on every file system. A change counts once two looks in a row agree, so that a file is not read while it is being written. A large file is
/// read whole only when its size or the time of its last change is another, and every half a minute, since that may be set back: one of a hundred thousand
/// services would else take a hundredth of a core.
/// </summary>
internal sealed class ConfigWatch(ConfigSource source, Vitals vitals, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(30);

    /// <summary>A file of so many bytes is quickly read.</summary>
    private const long Small = 256 * 1024;

    private readonly Channel<bool> _hangups = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string? _seen;
    private string? _candidate;
    private (FileGlance Glance, string Fingerprint, long At)? _read;

    /// <summary>Says which content has been dealt with, good or bad; null when the file can't be watched.</summary>
    public void Seen(string? fingerprint)
    {
        Volatile.Write(ref _seen, fingerprint);
        _candidate = null;
    }

    /// <summary>Calls <paramref name="reload"/> for each change and each SIGHUP until <paramref name="stopping"/> fires.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> reload, CancellationToken stopping)
    {
        using var hangup = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _hangups.Writer.TryWrite(true);
        });
        var asked = _hangups.Reader.WaitToReadAsync(stopping).AsTask();
        await new Loop(vitals.Loop("config", Patience), time, logger).RunAsync(
            async cancel =>
            {
                await Task.WhenAny(Task.Delay(Every, time, cancel), asked);
                cancel.ThrowIfCancellationRequested();
                var hungUp = asked.IsCompletedSuccessfully;
                if (hungUp)
                {
                    _hangups.Reader.TryRead(out _);
                    asked = _hangups.Reader.WaitToReadAsync(stopping).AsTask();
                }

                if (hungUp)
                    await reload(cancel);
                else
                    await LookAsync(reload, cancel);
                return true;
            },
            stopping);
    }

    /// <summary>One look; calls <paramref name="reload"/> when the content is another and has settled.</summary>
    public async Task LookAsync(Func<CancellationToken, Task> reload, CancellationToken cancel)
    {
        if (Changed())
            await reload(cancel);
    }

    private bool Changed()
    {
        if (Volatile.Read(ref _seen) is not { } seen || Fingerprint() is not { } now || now == seen)
        {
            _candidate = null;
            return false;
        }

        var settled = now == _candidate;
        _candidate = now;
        return settled;
    }

    private string? Fingerprint()
    {
        // Before the content: what is written while that is read shows at the next look.
        var glance = source.Glance();
        if (_read is var (known, fingerprint, at) && known == glance && time.GetElapsedTime(at) < BetweenReads)
            return fingerprint;
        var fresh = source.Fingerprint();
        _read = glance is { Length: > Small } large && fresh is not null ? (large, fresh, time.GetTimestamp()) : null;
        return fresh;
    }
}
