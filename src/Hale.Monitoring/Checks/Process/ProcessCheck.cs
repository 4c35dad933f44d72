using System.Globalization;
using System.Runtime.CompilerServices;
using Hale.Health.Resources;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Process;

/// <summary>Looks whether a process is there, and what it uses. Processor time is the mean since the check before.</summary>
internal sealed class ProcessCheck(TimeProvider time) : ICheck
{
    private const int MostOfFile = 64;

    private readonly IProcesses _processes = IProcesses.OfThisMachine(time);

    // What was counted goes with the description that it was counted for.
    private readonly ConditionalWeakTable<ProcessCheckOptions, ProcessMeter> _meters = [];

    /// <inheritdoc/>
    public string Kind => "process";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["process"];

    /// <inheritdoc/>
    public string About => "A process of this machine, and what it uses";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "process://name, the program's name"),
        new("pid_file", OptionShape.Text, "The file that holds its process id; every process of that name by default"),
        new("max_cpu_percent", OptionShape.Number, "More is a failure, 100 is one processor; any by default") { Least = 1, Most = 100_000 },
        new("max_memory", OptionShape.Text, "More is a failure, such as 512MB; any by default"),
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => ProcessCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var visit = new Visit(time, "this machine", 0);
        visit.OutOfTime = () => new(FailureKind.Timeout, $"this machine's processes could not be looked at within {Durations.Format(timeout)}", Soft: true);
        return visit.RunAsync(cancel => LookAsync((ProcessCheckOptions)options, visit, cancel), timeout, stopping);
    }

    private async Task<Failure?> LookAsync(ProcessCheckOptions options, Visit visit, CancellationToken cancel)
    {
        if (options.PidFile is { } file && ReadId(file).Failure is { } unread)
            return unread;
        visit.Answered = true;
        var meter = _meters.GetValue(options, each => new(time, () => Find(each)));
        if (await meter.ReadAsync(cancel) is not { } use)
            return new(FailureKind.Resource, $"there is no {options.Shown}");
        Tell(use, visit);
        var limits = new Limits();
        limits.Percent("CPU", use.CpuPercent, options.MaxCpuPercent);
        limits.Size("memory", use.MemoryBytes, options.MaxMemory);
        return limits.Failure;
    }

    private static void Tell(ProcessUse use, Visit visit)
    {
        visit.Details["count"] = use.Count;
        visit.Details["cpu_percent"] = Limits.Rounded(use.CpuPercent);
        visit.Details["memory_mb"] = Limits.Rounded(use.MemoryBytes / Limits.Megabyte);
        visit.Details["uptime"] = Math.Floor(use.Age.TotalSeconds);
        var up = Durations.Format(TimeSpan.FromSeconds(Math.Floor(use.Age.TotalSeconds)));
        visit.Trace.Note(use.Count == 1 ? $"found 1 process, up {up}" : $"found {use.Count} processes, the oldest up {up}");
        visit.Trace.Note(string.Create(CultureInfo.InvariantCulture, $"CPU {use.CpuPercent:0.#} % (100 % is one processor), memory {Sizes.Format(use.MemoryBytes)}"));
    }

    private IReadOnlyList<ProcessCount> Find(ProcessCheckOptions options)
    {
        if (options.PidFile is not { } file)
            return _processes.Named(options.Name!, versions: false);
        if (ReadId(file).Id is not { } id || _processes.Of(id) is not var (count, names))
            return [];
        // An id may have gone to another program since the file was written.
        return options.Name is null || names.Any(name => ProcessNames.Mean(options.Name, name, versions: false)) ? [count] : [];
    }

    private static (int? Id, Failure? Failure) ReadId(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> bytes = stackalloc byte[MostOfFile];
            var text = bytes[..RandomAccess.Read(handle, bytes, 0)];
            return int.TryParse(System.Text.Encoding.ASCII.GetString(text).Split('\n')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
                ? (id, null)
                : (null, new(FailureKind.Resource, $"{file} holds no process id"));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new(FailureKind.Resource, $"there is no {file}, so the process does not run or its file is elsewhere"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, new(FailureKind.Resource, $"{file} can't be read"));
        }
    }
}
