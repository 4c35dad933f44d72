namespace Hale.Server.History;

/// <summary>Makes the room known to the container.</summary>
internal static class HistorySetup
{
    /// <summary>Adds the history; it needs its store, the windows of maintenance, the vitals, the time and logging.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services, HistoryOptions? options = null) =>
        services.AddSingleton(options ?? new HistoryOptions()).AddSingleton<History>();
}
