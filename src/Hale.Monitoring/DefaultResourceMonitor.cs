using System.Collections.Concurrent;
using Hale.Health.Resources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Monitoring;

/// <summary>
/// Reads this machine: on Linux what the kernel tells in <c>/proc</c> and <c>/sys</c>, elsewhere what .NET knows. Usage of processors and network is
/// the mean since the reading before, over half a second at least: the first reading of a process, and one right after the monitor was made, take
/// that long.
/// </summary>
public sealed partial class DefaultResourceMonitor : ResourceMonitor
{
    private const double Megabyte = 1024 * 1024;

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MachineMeter _machine;
    private readonly IProcesses _processes;
    private readonly ConcurrentDictionary<string, ProcessMeter> _meters = new(StringComparer.Ordinal);

    // Told once, until it is there again.
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);

    /// <summary>Makes a monitor.</summary>
    /// <param name="logger">Is warned of processes that are not there. Default: nobody is.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    public DefaultResourceMonitor(ILogger<DefaultResourceMonitor>? logger = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<DefaultResourceMonitor>.Instance;
        _machine = new(_time);
        _processes = IProcesses.OfThisMachine(_time);
    }

    /// <inheritdoc/>
    public override ResourceMetrics GetSystemMetrics()
    {
        var use = _machine.Read();
        return new(Rounded(use.CpuPercent), Rounded(use.MemoryBytes / Megabyte), Rounded(DiskPercent()), Rounded(use.ReceivedMbps + use.SentMbps));
    }

    /// <summary>What the processes of that name use together; <c>python</c> also means <c>python3</c> and <c>python3.11</c>.</summary>
    /// <param name="processName">The program's name, without a path.</param>
    /// <returns>Null, with a warning, when there is none.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public override ResourceMetrics? GetProcessMetrics(string processName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(processName);
        var meter = _meters.GetOrAdd(processName, name => new(_time, () => _processes.Named(name, versions: true)));
        if (meter.Read() is { } use)
        {
            _missing.TryRemove(processName, out _);
            return new(Rounded(use.CpuPercent), Rounded(use.MemoryBytes / Megabyte));
        }

        _meters.TryRemove(processName, out _);
        if (_missing.TryAdd(processName, true))
            NoProcess(_logger, processName);
        return null;
    }

    private double DiskPercent()
    {
        try
        {
            return DiskUse.Of(DiskUse.SystemPath).Percent;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            DiskUnread(_logger, DiskUse.SystemPath, error);
            return 0;
        }
    }

    private static double Rounded(double value) => Math.Round(value, 2);

    [LoggerMessage(2401, LogLevel.Warning, "There is no process named {Process}, so there are no metrics of it")]
    private static partial void NoProcess(ILogger logger, string process);

    [LoggerMessage(2402, LogLevel.Warning, "How full the disk of {Path} is can't be read")]
    private static partial void DiskUnread(ILogger logger, string path, Exception error);
}
