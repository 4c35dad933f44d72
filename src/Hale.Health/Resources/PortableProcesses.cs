using System.ComponentModel;
using System.Diagnostics;

namespace Hale.Health.Resources;

/// <summary>Any system, as far as .NET tells of it.</summary>
internal sealed class PortableProcesses(TimeProvider time) : IProcesses
{
    public IReadOnlyList<ProcessCount> Named(string name, bool versions)
    {
        var found = new List<ProcessCount>();
        foreach (var process in Process.GetProcesses())
            using (process)
                if (ProcessNames.Mean(name, process.ProcessName, versions) && Count(process) is { } count)
                    found.Add(count);
        return found;
    }

    public (ProcessCount Count, IReadOnlyList<string> Names)? Of(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return Count(process) is { } count ? (count, [process.ProcessName]) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Its processor time; null when it has ended or may not be looked at.</summary>
    public static TimeSpan? Cpu(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private ProcessCount? Count(Process process)
    {
        try
        {
            var started = new DateTimeOffset(process.StartTime);
            return process.HasExited
                ? null
                : new(process.Id, started.UtcTicks, process.TotalProcessorTime, process.WorkingSet64, TimeSpan.FromTicks(Math.Max(0, (time.GetUtcNow() - started).Ticks)));
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
