using Hale.Monitoring.Flow;
using Hale.Server.Registry;

namespace Hale.Server.Config;

/// <summary>
/// Keeps the registry as the declaration file says: read at start, again when it changes, on SIGHUP and when asked. A bad file is refused whole and
/// the last good one stays in force.
/// </summary>
internal sealed partial class ConfigLoader(ConfigSource source, Registrar registrar, Vitals vitals, TimeProvider time, ILogger<ConfigLoader> logger) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConfigWatch _watch = new(source, vitals, time, logger);
    private FileSettings _startedWith = FileSettings.None;
    private bool _everPresent;
    private ConfigState _state = new(source.FileName, default, []);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>How it stands with the file.</summary>
    public ConfigState State => Volatile.Read(ref _state);

    /// <summary>Reads the file the first time; after <see cref="Registrar.LoadAsync"/> and before anything is watched.</summary>
    /// <exception cref="BadConfigException">The file is bad and there is no last good one, or a named file is missing.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        _state = new(source.FileName, time.GetUtcNow(), []);
        _watch.Seen(source.Fingerprint());
        if (source.Absent)
        {
            if (source.Settings.ConfigNamed)
                throw new BadConfigException([$"{source.FileName}: is missing; the file was named, so it has to be there"]);
            Keep("");
            await registrar.ApplyFileAsync(WithInterval(FileDeclarations.Empty(source.FileName), FileSettings.None), cancel);
            return;
        }

        _everPresent = true;
        var (text, reading) = Read();
        if (!reading.Good)
        {
            string[] findings = [.. reading.Lines];
            reading = source.LastGood() is { } lastGood ? source.ParseLastGood(lastGood) : reading;
            if (!reading.Good)
                throw new BadConfigException(findings);
            Refuse(findings);
        }
        else
        {
            await RecallAsync(text!, cancel);
            Keep(text!);
        }

        _startedWith = reading.Hub;
        await registrar.ApplyFileAsync(WithInterval(reading.Declarations!, reading.Hub), cancel);
    }

    /// <summary>Reads the file again now and answers how it stands; never throws for a bad file.</summary>
    public async Task<ConfigState> ReloadAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var fingerprint = source.Fingerprint();
            if (source.Absent && !_everPresent && !source.Settings.ConfigNamed)
                return State;
            _everPresent = true;
            var (text, reading) = Read();
            if (reading.Good)
            {
                await registrar.ApplyFileAsync(WithInterval(reading.Declarations!, reading.Hub), CancellationToken.None);
                Keep(text!);
                Accept(reading.Hub);
            }
            else
            {
                Refuse([.. reading.Lines]);
            }

            _watch.Seen(fingerprint);
            return State;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Watches the file, and SIGHUP, until <paramref name="stopping"/> fires.</summary>
    public Task RunAsync(CancellationToken stopping) => _watch.RunAsync(ReloadAsync, stopping);

    /// <summary>Looks at the file once, as every turn of <see cref="RunAsync"/> does.</summary>
    public Task LookAsync(CancellationToken cancel) => _watch.LookAsync(ReloadAsync, cancel);

    /// <summary>What held when the hub ran last is made to hold first: so it is known what changed in a file that was written while it did not run.</summary>
    private async Task RecallAsync(string text, CancellationToken cancel)
    {
        if (source.LastGood() is { } before && before != text && source.ParseLastGood(before) is { Good: true } reading)
            await registrar.ApplyFileAsync(WithInterval(reading.Declarations!, reading.Hub), cancel);
    }

    private (string? Text, ConfigReading Reading) Read()
    {
        var (text, wrong) = source.Load();
        return text is null
            ? (null, new ConfigReading(source.FileName, null, FileSettings.None, [new("", wrong!)]))
            : (text, source.Parse(text));
    }

    /// <summary>
    /// The hub's interval: the command line and the environment beat the file's defaults, these beat <c>hub.interval</c>. What a project or a
    /// service names itself beats them all.
    /// </summary>
    private FileDeclarations WithInterval(FileDeclarations file, FileSettings hub)
    {
        var settings = source.Settings;
        var (services, targets) = settings.IntervalForced
            ? (settings.Interval, settings.Interval)
            : (file.Defaults.Interval ?? hub.Interval ?? settings.Interval, file.TargetDefaults.Interval ?? hub.Interval ?? settings.Interval);
        return file with { Defaults = file.Defaults with { Interval = services }, TargetDefaults = file.TargetDefaults with { Interval = targets } };
    }

    private void Accept(FileSettings hub)
    {
        if (hub with { Interval = _startedWith.Interval } != _startedWith)
            NeedsRestart(logger, source.FileName);
        if (State.Ok)
            return;
        Volatile.Write(ref _state, new(source.FileName, time.GetUtcNow(), []));
        GoodAgain(logger, source.FileName);
    }

    private void Refuse(string[] findings)
    {
        if (State.Findings.SequenceEqual(findings))
            return;
        Volatile.Write(ref _state, new(source.FileName, time.GetUtcNow(), findings));
        Refused(logger, source.FileName, findings.Length, string.Join(Environment.NewLine, findings));
    }

    private void Keep(string text)
    {
        try
        {
            source.KeepLastGood(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NotKept(logger, source.FileName, error);
        }
    }

    [LoggerMessage(1401, LogLevel.Error, "{File} is refused, the last good one stays in force; findings ({Count}):\n{Findings}")]
    private static partial void Refused(ILogger logger, string file, int count, string findings);

    [LoggerMessage(1402, LogLevel.Information, "{File} is good again and in force")]
    private static partial void GoodAgain(ILogger logger, string file);

    [LoggerMessage(1403, LogLevel.Warning, "The hub's own settings in {File} changed; they take effect at the next start")]
    private static partial void NeedsRestart(ILogger logger, string file);

    [LoggerMessage(1404, LogLevel.Warning, "{File} is in force but could not be kept as the last good one")]
    private static partial void NotKept(ILogger logger, string file, Exception error);
}
