using Microsoft.AspNetCore.DataProtection;

namespace Hale.Server.Access;

/// <summary>Wiring of access.</summary>
internal static class AccessSetup
{
    /// <param name="data">The data folder; the keys that seal sessions lie in it.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, string data)
    {
        var keys = Path.Combine(data, "keys");
        services.AddDataProtection().SetApplicationName("hale").PersistKeysToFileSystem(OwnFolder(keys));
        // It reads the keys at every start, and with them comes all that reads XML; the first session that is begun or recognized reads them just as well.
        foreach (var eager in services.Where(each => each.ServiceType == typeof(IHostedService) && each.ImplementationType?.Name == "DataProtectionHostedService").ToArray())
            services.Remove(eager);
        return services.AddSingleton<Tokens>()
            .AddSingleton<Sessions>()
            .AddSingleton<Attempts>()
            .AddSingleton(provider => new FirstToken(provider.GetRequiredService<Tokens>(), Console.Error))
            .AddHostedService<AccessStart>();
    }

    /// <summary>A folder that only the hub's own user reads: who has the keys can make sessions.</summary>
    private static DirectoryInfo OwnFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
