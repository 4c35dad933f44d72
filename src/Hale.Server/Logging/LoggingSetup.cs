using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Hale.Server.Logging;

/// <summary>Wiring of the log.</summary>
internal static class LoggingSetup
{
    /// <summary>Lines that wait for standard error; when nobody takes them the hub goes on, and the console says how many it dropped.</summary>
    private const int MostWaiting = 8192;

    /// <summary>Logs as the hub's settings say: JSON unless told otherwise or standard error is a terminal.</summary>
    /// <exception cref="FormatException">The levels can't be read.</exception>
    public static ILoggingBuilder AddHaleLog(this ILoggingBuilder logging, HubSettings settings)
    {
        if (!LogSettings.TryReadLevels(settings.LogLevels, out var levels, out var problem))
            throw new FormatException($"log levels: {problem}");
        var json = settings.Log is null ? Console.IsErrorRedirected : settings.Log == "json";
        return logging.AddHaleLog(new LogSettings { Json = json, Debug = settings.Debug, Levels = levels });
    }

    /// <summary>Logs to standard error and nowhere else.</summary>
    public static ILoggingBuilder AddHaleLog(this ILoggingBuilder logging, LogSettings settings)
    {
        logging.ClearProviders();
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.Services.AddSingleton<ConsoleFormatter, JsonLines>().AddSingleton<ConsoleFormatter, TextLines>();
        logging.AddConsole(console =>
        {
            console.FormatterName = settings.Json ? JsonLines.FormatName : TextLines.FormatName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.MaxQueueLength = MostWaiting;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", settings.Debug ? LogLevel.Information : LogLevel.Warning);
        // Warns at every start that keys lie unencrypted in the data folder, whose mode keeps others out.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Who starts the hub is told why it can't start; the host's own copy of the exception would only frighten.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Hale", settings.Debug ? LogLevel.Debug : LogLevel.Information);
        foreach (var (category, level) in settings.Levels)
            logging.AddFilter(category, level);
        return logging;
    }
}
