namespace Hale.Server.Import;

/// <summary>Adds the room.</summary>
internal static class ImportSetup
{
    public static void AddImport(this IServiceCollection services) => services.AddSingleton<Declaring>().AddSingleton<Importer>();
}
