using System.Globalization;

namespace Hale.Health.Resources;

/// <summary>Linux: <c>/proc</c> and <c>/sys</c>.</summary>
/// <param name="proc">Where <c>/proc</c> is; elsewhere in tests.</param>
internal sealed class LinuxMachine(string proc = "/proc", string sys = "/sys") : IMachine
{
    private readonly LinuxContainer _container = new(Path.Combine(sys, "fs", "cgroup"));

    public MachineCount Count()
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice; guests are in user and nice already.
        var ticks = Lines("stat").First(line => line.StartsWith("cpu ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        var all = ticks.Sum();
        var (received, sent) = Traffic();
        return new(all - ticks[3] - ticks.ElementAtOrDefault(4), all, received, sent, _container.Cpu());
    }

    public (long Used, long Total) Memory()
    {
        var lines = Lines("meminfo").Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => Number(parts[1].Trim().Split(' ')[0]) * 1024);
        var total = lines["MemTotal"];
        var available = lines.TryGetValue("MemAvailable", out var told) ? told : lines["MemFree"] + lines["Buffers"] + lines["Cached"];
        return (total - available, total);
    }

    public ContainerLimits? Limits() => _container.Limits();

    /// <summary>
    /// Bytes over devices of hardware, so that what goes through a bridge is not counted twice; in a container, which has none, over all but
    /// loopback.
    /// </summary>
    private (long Received, long Sent) Traffic()
    {
        var devices = Lines("net/dev").Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2 && parts[0].Trim() != "lo")
            .Select(parts => (Name: parts[0].Trim(), Counts: parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        var hardware = devices.Where(device => Path.Exists(Path.Combine(sys, "class", "net", device.Name, "device"))).ToArray();
        var counted = hardware.Length > 0 ? hardware : devices;
        return (counted.Sum(device => Number(device.Counts[0])), counted.Sum(device => Number(device.Counts[8])));
    }

    private string[] Lines(string file) => File.ReadAllLines(Path.Combine(proc, file));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
