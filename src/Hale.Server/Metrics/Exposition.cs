using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Hale.Server.Metrics;

/// <summary>
/// Writes metrics in Prometheus' text format 0.0.4 or in OpenMetrics 1.0. They differ in the names of counters' families, in the type of info metrics,
/// and in the end mark.
/// </summary>
internal sealed class Exposition(PipeWriter output, bool openMetrics)
{
    public const string TextType = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private const int MostUnflushed = 64 * 1024;

    private string _name = "";

    public void Gauge(string name, string help) => Family(name, "gauge", help);

    /// <param name="name">Ends in <c>_total</c>.</param>
    public void Counter(string name, string help)
    {
        Family(openMetrics ? name[..^"_total".Length] : name, "counter", help);
        _name = name;
    }

    public void Histogram(string name, string help) => Family(name, "histogram", help);

    /// <param name="name">Ends in <c>_info</c>.</param>
    public void Facts(string name, string help)
    {
        Family(openMetrics ? name[..^"_info".Length] : name, openMetrics ? "info" : "gauge", help);
        _name = name;
    }

    /// <summary>One sample of the family begun last.</summary>
    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Write("", labels, null, value);

    /// <summary>One histogram of the family begun last.</summary>
    /// <param name="counts">Per bucket, not cumulated; one more than the bounds.</param>
    public void Buckets(IReadOnlyList<double> bounds, IReadOnlyList<long> counts, double sum, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var total = 0L;
        for (var i = 0; i < counts.Count; i++)
        {
            total += counts[i];
            Write("_bucket", labels, i < bounds.Count ? Bound(bounds[i]) : "+Inf", total);
        }

        Write("_sum", labels, null, sum);
        Write("_count", labels, null, total);
    }

    /// <summary>Sends off what was written when it has become much, so that a large fleet is not held in memory as text.</summary>
    public async ValueTask BreatheAsync(CancellationToken cancel)
    {
        if (output.UnflushedBytes > MostUnflushed)
            await output.FlushAsync(cancel);
    }

    public async ValueTask EndAsync(CancellationToken cancel)
    {
        if (openMetrics)
            Text("# EOF\n");
        await output.FlushAsync(cancel);
    }

    private void Family(string name, string type, string help)
    {
        _name = name;
        Text($"# HELP {name} {help}\n# TYPE {name} {type}\n");
    }

    private void Write(string suffix, ReadOnlySpan<(string Name, string Value)> labels, string? bound, double value)
    {
        Text(_name);
        Text(suffix);
        var separator = '{';
        foreach (var (name, text) in labels)
            Label(name, text, ref separator);
        if (bound is not null)
            Label("le", bound, ref separator);
        Text(separator == '{' ? " " : "} ");
        Text(Number(value));
        Text("\n");
    }

    private void Label(string name, string value, ref char separator)
    {
        Span<char> before = [separator];
        Text(before);
        Text(name);
        Text("=\"");
        Text(value.AsSpan().IndexOfAny("\\\"\n") < 0 ? value : value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n"));
        Text("\"");
        separator = ',';
    }

    private void Text(ReadOnlySpan<char> text) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>OpenMetrics wants <c>1.0</c>; one spelling in both formats, so that a series keeps its name.</summary>
    private static string Bound(double bound)
    {
        var text = Number(bound);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
