namespace Hale.Server.Metrics;

/// <summary>Wiring of the room.</summary>
internal static class MetricsSetup
{
    /// <remarks>Not <c>AddMetrics</c>: the framework has one of that name.</remarks>
    public static IServiceCollection AddCheckMetrics(this IServiceCollection services) => services.AddSingleton<CheckMetrics>().AddSingleton<UptimeRatios>();
}
