namespace Hale.Server.Registry;

/// <summary>The registry's wiring.</summary>
internal static class RegistryServices
{
    /// <summary>Adds the registrar; needs an <see cref="IRegistryStore"/>, the catalogue of checks and a clock.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services.AddSingleton<Registrar>();
}
