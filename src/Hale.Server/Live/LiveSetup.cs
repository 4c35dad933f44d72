namespace Hale.Server.Live;

/// <summary>Wiring of the room.</summary>
internal static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<LiveFeed>().AddSingleton<Board>().AddSingleton<ILiveState>(rooms => rooms.GetRequiredService<Board>());
}
