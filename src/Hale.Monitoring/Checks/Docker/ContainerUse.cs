using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>What a container had used when the engine looked.</summary>
/// <param name="At">The engine's own clock.</param>
/// <param name="CpuNanoseconds">Of all processors together, since it started.</param>
/// <param name="MemoryBytes">Without what is only cached.</param>
/// <param name="MemoryLimit">Null where there is none.</param>
internal sealed record ContainerSample(
    string Id, DateTimeOffset At, long CpuNanoseconds, long MemoryBytes, long? MemoryLimit, long ReceivedBytes, long SentBytes, long? Processes)
{
    /// <summary>Reads an answer to <c>GET /containers/{id}/stats</c>; null when it holds no figures.</summary>
    public static ContainerSample? Read(string id, JsonElement json)
    {
        if (json.Moment("read") is not { } at
            || json.Under("cpu_stats")?.Under("cpu_usage")?.Number("total_usage") is not ({ } cpu and > 0)
            || json.Under("memory_stats") is not { } memory || memory.Number("usage") is not { } used)
            return null;
        var cached = memory.Under("stats") is { } stats ? stats.Number("inactive_file") ?? stats.Number("total_inactive_file") ?? 0 : 0;
        var (received, sent) = (0L, 0L);
        if (json.Under("networks") is { ValueKind: JsonValueKind.Object } networks)
            foreach (var network in networks.EnumerateObject())
            {
                received += network.Value.Number("rx_bytes") ?? 0;
                sent += network.Value.Number("tx_bytes") ?? 0;
            }

        var limit = memory.Number("limit") is > 0 and var most ? most : (long?)null;
        return new(id, at, cpu, Math.Max(0, used - cached), limit, received, sent, json.Under("pids_stats")?.Number("current"));
    }
}

/// <summary>What a container used from one look to the next; null where there was no look before, or it started anew in between.</summary>
internal sealed record ContainerUse(double? CpuPercent, double? ReceivedMbps, double? SentMbps)
{
    private const double BitsPerMegabit = 1e6;

    public static ContainerUse Between(ContainerSample? before, ContainerSample now)
    {
        if (before is null || before.Id != now.Id || now.At <= before.At || now.CpuNanoseconds < before.CpuNanoseconds)
            return new(null, null, null);
        var seconds = (now.At - before.At).TotalSeconds;
        return new(
            (now.CpuNanoseconds - before.CpuNanoseconds) / 1e9 / seconds * 100,
            Math.Max(0, now.ReceivedBytes - before.ReceivedBytes) * 8 / BitsPerMegabit / seconds,
            Math.Max(0, now.SentBytes - before.SentBytes) * 8 / BitsPerMegabit / seconds);
    }
}
