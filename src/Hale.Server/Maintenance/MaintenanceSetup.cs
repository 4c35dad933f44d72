namespace Hale.Server.Maintenance;

/// <summary>Makes the room known to the container.</summary>
internal static class MaintenanceSetup
{
    /// <summary>Adds the windows of maintenance; they need their store, the registry, the time and logging.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services) => services.AddSingleton<MaintenanceBook>();
}
