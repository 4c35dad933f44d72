using System.Diagnostics;
using System.Net.NetworkInformation;

namespace Hale.Health.Resources;

/// <summary>
/// Any system, as far as .NET tells of it: processor time is the sum over the processes that may be looked at, memory is what the garbage collector
/// knows of the machine.
/// </summary>
internal sealed class PortableMachine(TimeProvider time) : IMachine
{
    private readonly Lock _gate = new();
    private readonly long _began = time.GetTimestamp();
    private Dictionary<int, TimeSpan> _known = [];
    private TimeSpan _busy;

    public MachineCount Count()
    {
        var (received, sent) = Traffic();
        lock (_gate)
        {
            var now = Processes();
            foreach (var (id, cpu) in now)
                if (_known.TryGetValue(id, out var before) && cpu > before)
                    _busy += cpu - before;
            _known = now;
            return new(_busy.TotalSeconds, time.GetElapsedTime(_began).TotalSeconds * Environment.ProcessorCount, received, sent);
        }
    }

    public (long Used, long Total) Memory()
    {
        var known = GC.GetGCMemoryInfo(GCKind.Any);
        if (known.MemoryLoadBytes == 0)
        {
            // Nothing was collected yet, and only a collection looks at the machine.
            GC.Collect(0);
            known = GC.GetGCMemoryInfo(GCKind.Any);
        }

        return (known.MemoryLoadBytes, known.TotalAvailableMemoryBytes);
    }

    private static Dictionary<int, TimeSpan> Processes()
    {
        var all = new Dictionary<int, TimeSpan>();
        foreach (var process in Process.GetProcesses())
            using (process)
                if (PortableProcesses.Cpu(process) is { } cpu)
                    all[process.Id] = cpu;
        return all;
    }

    private static (long Received, long Sent) Traffic()
    {
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(device => device.NetworkInterfaceType is not (NetworkInterfaceType.Loopback or NetworkInterfaceType.Tunnel))
            .Select(device => device.GetIPStatistics()).ToArray();
        return (all.Sum(device => device.BytesReceived), all.Sum(device => device.BytesSent));
    }
}
