namespace Hale.Server.Heartbeats;

/// <summary>Makes the room known to the container.</summary>
internal static class HeartbeatsSetup
{
    /// <summary>Adds the heartbeats; they need the registry, the watch, their store, the vitals, the time and logging.</summary>
    public static IServiceCollection AddHeartbeats(this IServiceCollection services) => services.AddSingleton<Heartbeats>();
}
