namespace Hale.Health.Resources;

/// <summary>One process at one moment.</summary>
/// <param name="Started">Tells it from another that got its id later; in any unit.</param>
/// <param name="Cpu">Processor time used since it started.</param>
internal readonly record struct ProcessCount(int Id, long Started, TimeSpan Cpu, long MemoryBytes, TimeSpan Age);

/// <summary>What a few processes use together.</summary>
/// <param name="CpuPercent">100 is one processor, so it may be more.</param>
/// <param name="MemoryBytes">What they hold in memory.</param>
/// <param name="Age">Of the oldest.</param>
internal sealed record ProcessUse(int Count, double CpuPercent, long MemoryBytes, TimeSpan Age);

/// <summary>The processes of a machine. One that has ended and waits for its parent is not there.</summary>
internal interface IProcesses
{
    /// <summary>Those of that name.</summary>
    /// <param name="versions">Whether <c>python</c> also means <c>python3</c> and <c>python3.11</c>.</param>
    IReadOnlyList<ProcessCount> Named(string name, bool versions);

    /// <summary>The process of that id and its names: the kernel's and the program's file's; null when there is none.</summary>
    (ProcessCount Count, IReadOnlyList<string> Names)? Of(int id);

    public static IProcesses OfThisMachine(TimeProvider time) => OperatingSystem.IsLinux() ? new LinuxProcesses() : new PortableProcesses(time);
}

/// <summary>Reads what some processes use together.</summary>
internal sealed class ProcessMeter(TimeProvider time, Func<IReadOnlyList<ProcessCount>> find)
{
    private readonly Window<IReadOnlyList<ProcessCount>> _window = new(time);

    /// <summary>What they use; null when there is none.</summary>
    public async ValueTask<ProcessUse?> ReadAsync(CancellationToken cancel) =>
        find() is { Count: > 0 } now ? Use(await _window.ReadAsync(now, find, cancel)) : null;

    /// <summary>The same, holding the caller up where it has to wait.</summary>
    public ProcessUse? Read() => find() is { Count: > 0 } now ? Use(_window.Read(now, find)) : null;

    private static ProcessUse? Use(Lapse<IReadOnlyList<ProcessCount>> lapse)
    {
        var (before, now, took) = lapse;
        if (now.Count == 0)
            return null;
        var known = before.ToDictionary(process => (process.Id, process.Started), process => process.Cpu);
        var cpu = TimeSpan.Zero;
        foreach (var process in now)
            if (known.TryGetValue((process.Id, process.Started), out var then))
                cpu += process.Cpu - then;
            else if (process.Age <= took)
                cpu += process.Cpu;
        return new(now.Count, Math.Max(0, 100 * cpu / took), now.Sum(process => process.MemoryBytes), now.Max(process => process.Age));
    }
}
