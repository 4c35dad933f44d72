namespace Hale.Server.Public;

/// <summary>Wiring of the room.</summary>
internal static class PublicSetup
{
    public static IServiceCollection AddPublic(this IServiceCollection services) => services.AddSingleton<Badges>().AddSingleton<StatusPages>();
}
