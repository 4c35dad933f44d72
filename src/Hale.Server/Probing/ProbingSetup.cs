using Hale.Monitoring.Checks;

namespace Hale.Server.Probing;

/// <summary>Wiring of the room.</summary>
internal static class ProbingSetup
{
    public static IServiceCollection AddProbing(this IServiceCollection services) =>
        services.AddSingleton(provider => new Prober(provider.GetRequiredService<CheckCatalog>()));
}
