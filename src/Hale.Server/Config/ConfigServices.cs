using Hale.Monitoring.Checks;

namespace Hale.Server.Config;

/// <summary>The declaration file's wiring.</summary>
internal static class ConfigServices
{
    /// <summary>Adds the loader; needs the hub's settings, the registrar, the catalogue of checks, the vitals and a clock.</summary>
    /// <param name="dataFolder">Where the last good text is kept.</param>
    public static IServiceCollection AddConfig(this IServiceCollection services, string dataFolder) => services
        .AddSingleton(rooms => new ConfigSource(
            rooms.GetRequiredService<HubSettings>(), dataFolder, rooms.GetRequiredService<CheckCatalog>(), Lookups.Process))
        .AddSingleton<ConfigLoader>();
}
