using System.Diagnostics;

namespace Hale.Server.Metrics;

/// <summary>The process's and the runtime's own figures, under the names that Prometheus' client libraries use.</summary>
internal static class ProcessFamilies
{
    public static void Write(Exposition output)
    {
        using var self = Process.GetCurrentProcess();
        output.Counter("process_cpu_seconds_total", "Processor time used, in user and kernel mode.");
        output.Sample(self.TotalProcessorTime.TotalSeconds);
        output.Gauge("process_resident_memory_bytes", "Memory held in RAM.");
        output.Sample(self.WorkingSet64);
        output.Gauge("process_start_time_seconds", "When the process began.");
        output.Sample(new DateTimeOffset(self.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
        if (Descriptors.Now() is { } descriptors)
        {
            output.Gauge("process_open_fds", "Open file descriptors.");
            output.Sample(descriptors.Open);
            if (descriptors.Most is { } most)
            {
                output.Gauge("process_max_fds", "The most file descriptors that may be open.");
                output.Sample(most);
            }
        }

        output.Counter("dotnet_gc_collections_total", "Garbage collections, by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            output.Sample(GC.CollectionCount(generation), ("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        output.Counter("dotnet_gc_allocated_bytes_total", "Bytes allocated on the managed heap.");
        output.Sample(GC.GetTotalAllocatedBytes());
        output.Gauge("dotnet_gc_heap_bytes", "Bytes in use on the managed heap.");
        output.Sample(GC.GetTotalMemory(forceFullCollection: false));
        output.Gauge("dotnet_threadpool_threads", "Threads of the pool.");
        output.Sample(ThreadPool.ThreadCount);
    }
}
