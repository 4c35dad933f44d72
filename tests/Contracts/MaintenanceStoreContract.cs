using Hale.Server.Maintenance;

namespace Hale.Contracts.Tests;

/// <summary>What every store of windows of maintenance must keep.</summary>
public abstract class MaintenanceStoreContract : StoreContract
{
    private protected MaintenanceStoreContract(Ground ground)
        : base(ground)
    {
    }

    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, 123, TimeSpan.Zero);

    private IMaintenanceStore Store => Stores.Maintenance;

    [Fact]
    public async Task Put_Windows_ComeBackAsWritten_ById()
    {
        StoredMaintenance[] windows = [new("b", "{\"title\":\"shöp ✓\"}", T0, T0.AddDays(1)), new("a", "{}", T0.AddYears(-20), T0), new("b-1", "{}", T0, T0)];
        foreach (var window in windows)
            await Store.PutAsync(window, Cancel);
        await ReopenAsync();

        Assert.Equal([windows[1], windows[0], windows[2]], await Store.LoadAsync(Cancel));
    }

    [Fact]
    public async Task Put_AnIdThatIsThere_ReplacesIt()
    {
        await Store.PutAsync(new("a", "{}", T0, T0), Cancel);
        var after = new StoredMaintenance("a", "{\"title\":\"t\"}", T0.AddSeconds(-1), T0.AddSeconds(1));
        await Store.PutAsync(after, Cancel);
        await ReopenAsync();

        Assert.Equal([after], await Store.LoadAsync(Cancel));
    }

    [Fact]
    public async Task Remove_AWindow_IsGone_AndTheOthersStay()
    {
        await Store.PutAsync(new("a", "{}", T0, T0), Cancel);
        await Store.PutAsync(new("b", "{}", T0, T0), Cancel);

        await Store.RemoveAsync("a", Cancel);
        await Store.RemoveAsync("nobody", Cancel);
        await ReopenAsync();

        Assert.Equal(["b"], (await Store.LoadAsync(Cancel)).Select(window => window.Id));
    }
}
