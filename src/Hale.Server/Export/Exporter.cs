using System.IO.Pipelines;
using Hale.Server.Registry;
using Hale.Server.Series;

namespace Hale.Server.Export;

/// <summary>Writes what is watched with its results and what it used, one after the other: at no time is more held than what is packed of one.</summary>
internal sealed class Exporter(Registrar registry, History.History history, Resources resources, HubIdentity hub, TimeProvider time)
{
    private const int FlushBytes = 64 * 1024;

    // In the order in which the document has them; the network is received and sent.
    private static readonly IReadOnlyList<Resource> Told = [Resource.Cpu, Resource.Memory, Resource.Disk, Resource.Received, Resource.Sent];

    /// <summary>What is watched, by key; with <paramref name="key"/> only that, and nothing when there is no such service or target.</summary>
    public IReadOnlyList<Exported> Find(string? key)
    {
        var now = registry.Now;
        var all = now.Services.Values.Where(service => Wanted(service.Id)).Select(Exported.Of)
            .Concat(now.Targets.Where(target => Wanted(target.Key)).Select(target => Exported.Of(target.Key, target.Value)));
        return [.. all.OrderBy(each => each.Key, StringComparer.Ordinal)];

        bool Wanted(string each) => key is null || each == key;
    }

    /// <summary>Writes the results with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, as fast as they are taken.</summary>
    public async Task WriteAsync(IReadOnlyList<Exported> watched, DateTimeOffset from, DateTimeOffset to, IExportFormat format, PipeWriter output, CancellationToken cancel)
    {
        format.Begin(hub.Id, time.GetUtcNow());
        foreach (var each in watched)
        {
            format.Deployment(each);
            foreach (var result in await history.SamplesAsync(each.Key, from, to, cancel))
            {
                format.Result(each, result);
                if (output.UnflushedBytes > FlushBytes)
                    await output.FlushAsync(cancel);
            }

            format.EndResults();
            foreach (var reading in format.TellsReadings ? await resources.ReadingsAsync(each.Key, Told, from, to, cancel) : [])
            {
                format.Reading(reading);
                if (output.UnflushedBytes > FlushBytes)
                    await output.FlushAsync(cancel);
            }

            format.EndDeployment();
        }

        format.End();
        await output.FlushAsync(cancel);
    }
}
