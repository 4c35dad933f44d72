namespace Hale.Server.Explain;

/// <summary>Wiring of the room.</summary>
internal static class ExplainSetup
{
    public static IServiceCollection AddExplain(this IServiceCollection services) => services.AddSingleton<Explainer>();
}
