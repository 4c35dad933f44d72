namespace Hale.Server.Metrics;

/// <summary>A Grafana dashboard of these metrics: <c>docs/grafana/hale.json</c>.</summary>
internal static class GrafanaBoard
{
    private const string Name = "Hale.Server.Metrics.grafana.json";

    public static Stream Open() => typeof(GrafanaBoard).Assembly.GetManifestResourceStream(Name)!;
}
