using System.Runtime.InteropServices;
using System.Threading.Channels;
using Hale.Monitoring.Flow;

namespace Hale.Server.Config;

/// <summary>
/// Notices that the file's content is another, by looking every second: that catches writes in place, renames and swapped links (as with a mounted
/// ConfigMap) on every file system. A change counts once two looks in a row agree, so that a file is not read while it is being written.
/// </summary>
internal sealed class ConfigWatch(ConfigSource source, Vitals vitals, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> _hangups = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string? _seen;
    private string? _candidate;

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
        if (Volatile.Read(ref _seen) is not { } seen || source.Fingerprint() is not { } now || now == seen)
        {
            _candidate = null;
            return false;
        }

        var settled = now == _candidate;
        _candidate = now;
        return settled;
    }
}
