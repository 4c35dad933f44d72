namespace Hale.Health.Resources;

/// <summary>What a machine has counted since it started.</summary>
/// <param name="Busy">Processor time used, in any unit.</param>
/// <param name="All">Processor time that there was, in the same unit.</param>
/// <param name="Container">Processor time that this container used; null outside of one.</param>
internal readonly record struct MachineCount(double Busy, double All, long Received, long Sent, TimeSpan? Container = null);

/// <summary>A source of counts.</summary>
internal interface IMachine
{
    MachineCount Count();

    /// <summary>Memory used and there, in bytes.</summary>
    (long Used, long Total) Memory();

    /// <summary>The limits of the container that this process runs in; null where it is in none.</summary>
    ContainerLimits? Limits() => null;
}

/// <summary>What a container may use; null where it has no limit.</summary>
/// <param name="Processors">How many processors' time.</param>
internal sealed record ContainerLimits(double? Processors, long? MemoryBytes, long MemoryUsed);

/// <summary>Reads what this machine uses.</summary>
internal sealed class MachineMeter
{
    private readonly IMachine _machine;
    private readonly Window<MachineCount> _window;

    /// <summary>Takes the first count, so that a reading half a second later need not wait.</summary>
    public MachineMeter(TimeProvider time, IMachine? machine = null)
    {
        _machine = machine ?? (OperatingSystem.IsLinux() ? new LinuxMachine() : new PortableMachine(time));
        _window = new(time);
        _window.Take(_machine.Count());
    }

    public async ValueTask<MachineUse> ReadAsync(CancellationToken cancel) => Use(await _window.ReadAsync(_machine.Count(), _machine.Count, cancel));

    /// <summary>The same, holding the caller up where it has to wait.</summary>
    public MachineUse Read() => Use(_window.Read(_machine.Count(), _machine.Count));

    private MachineUse Use(Lapse<MachineCount> lapse)
    {
        var (before, now, took) = lapse;
        var (used, total) = _machine.Memory();
        return new(
            Share.Of(now.Busy - before.Busy, now.All - before.All), used, total, Mbps(now.Received - before.Received, took), Mbps(now.Sent - before.Sent, took))
        {
            Container = _machine.Limits() is { } limits ? Container(limits, now.Container - before.Container, took) : null,
        };
    }

    private static ContainerUse Container(ContainerLimits limits, TimeSpan? busy, TimeSpan took) => new(
        limits.Processors is { } processors && busy is { } cpu ? Share.Of(cpu.TotalSeconds, processors * took.TotalSeconds) : null,
        limits.MemoryBytes is null ? null : limits.MemoryUsed, limits.MemoryBytes);

    /// <summary>A device that went away takes its count with it; that is no traffic.</summary>
    private static double Mbps(long bytes, TimeSpan took) => Math.Max(0, bytes * 8 / 1e6 / took.TotalSeconds);
}
