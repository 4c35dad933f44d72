namespace Hale.Server.Backup;

/// <summary>Adds the room.</summary>
internal static class BackupSetup
{
    public static void AddBackup(this IServiceCollection services, string dataFolder) => services.AddSingleton(provider => new Backups(
        provider.GetRequiredService<IBackupStore>(), dataFolder, provider.GetRequiredService<HubIdentity>(), provider.GetRequiredService<TimeProvider>()));
}
