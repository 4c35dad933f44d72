using Hale.Server.Rounds;

namespace Hale.Server.Series;

/// <summary>Makes the room known to the container.</summary>
internal static class SeriesSetup
{
    /// <summary>Adds the series; they need their store, the registry, the vitals, the time and logging.</summary>
    public static IServiceCollection AddSeries(this IServiceCollection services, SeriesOptions? options = null)
    {
        options ??= new();
        return services.AddSingleton(options).AddSingleton<SeriesBook>().AddSingleton<Measuring>().AddSingleton<Resources>()
            .AddSingleton(built => new Kept(built.GetRequiredService<ISeriesStore>(), options.Keep, options.KeepSums));
    }
}
