namespace Hale.Client;

public sealed partial class HaleClient
{
    /// <summary>The last sample of every metric series that the hub keeps, by name, page by page as they are read.</summary>
    /// <param name="name">A metric's name; null for all.</param>
    /// <param name="labels">Which series, such as <c>job=api</c>, <c>job!=api</c>, <c>job=~a.*</c> or <c>job!~a.*</c>; a series must fit all.</param>
    public IAsyncEnumerable<MetricView> MetricsAsync(string? name = null, IReadOnlyList<string>? labels = null, CancellationToken cancel = default)
    {
        (string, string?)[] asked = [("name", name), .. (labels ?? []).Select(label => ("label", (string?)label))];
        return PagesAsync(
            (cursor, stop) => _wire.GetAsync($"api/metrics{Query.Of([.. asked, ("cursor", cursor)])}", WireJson.Default.PageMetricView, null, stop), cancel);
    }

    /// <summary>Has samples kept, all of them or none; they are durable when it ends.</summary>
    /// <exception cref="HaleException">They are against the rules, or there would be too many series; its text says what is allowed.</exception>
    public Task SendMetricsAsync(SamplesDraft samples, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return _wire.SendAsync(new Ask(HttpMethod.Post, "api/metrics", Json(samples, WireJson.Default.SamplesDraft)), cancel);
    }
}
