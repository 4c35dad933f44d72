namespace Hale.Server.Export;

/// <summary>Adds the room.</summary>
internal static class ExportSetup
{
    public static void AddExport(this IServiceCollection services) => services.AddSingleton<Exporter>();
}
