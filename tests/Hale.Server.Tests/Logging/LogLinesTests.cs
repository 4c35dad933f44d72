using System.Diagnostics;
using System.Text.Json;
using Hale.Server.Logging;
using Hale.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hale.Server.Tests.Logging;

public sealed class LogLinesTests
{
    private static readonly ManualTime Time = new();

    /// <summary>Writes one entry with a formatter, as the console does.</summary>
    private static string Write(ConsoleFormatter formatter, Action<ILogger> log, string? correlation = null)
    {
        var scopes = new LoggerExternalScopeProvider();
        var logger = new Capture(formatter, scopes);
        using (correlation is null ? null : scopes.Push(new CorrelationScope(correlation)))
            log(logger);
        return logger.Text;
    }

    private static JsonElement Json(Action<ILogger> log, string? correlation = null)
    {
        var text = Write(new JsonLines(Time), log, correlation);
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return JsonDocument.Parse(text).RootElement;
    }

    [Fact]
    public void Json_Entry_FieldsOfTheContractThenItsOwn()
    {
        using var activity = new Activity("request").Start();

        var line = Json(logger => logger.LogError("{Key} - {Status} ({Error})", "shop:production", "down", "refused"), "abc-123");

        Assert.Equal(
            ["time", "level", "category", "message", "trace_id", "correlation_id", "key", "status", "error"], line.EnumerateObject().Select(each => each.Name));
        Assert.Equal("2026-11-05T10:00:00.000Z", line.GetProperty("time").GetString());
        Assert.Equal("error", line.GetProperty("level").GetString());
        Assert.Equal("Hale.HealthMonitor", line.GetProperty("category").GetString());
        Assert.Equal("shop:production - down (refused)", line.GetProperty("message").GetString());
        Assert.Equal(activity.TraceId.ToHexString(), line.GetProperty("trace_id").GetString());
        Assert.Equal("abc-123", line.GetProperty("correlation_id").GetString());
    }

    [Fact]
    public void Json_HostileText_StaysOneLine()
    {
        var line = Json(logger => logger.LogInformation("{Answer}", "a\n{\"level\":\"error\"}\u2028"));

        Assert.Equal("a\n{\"level\":\"error\"}\u2028", line.GetProperty("message").GetString());
    }

    [Fact]
    public void Json_PropertyOfATakenName_GetsAnUnderscore()
    {
        var line = Json(logger => logger.LogInformation("{Level} {Count}", "deep", 3));

        Assert.Equal("info", line.GetProperty("level").GetString());
        Assert.Equal("deep", line.GetProperty("level_").GetString());
        Assert.Equal(3, line.GetProperty("count").GetInt32());
    }

    [Fact]
    public void Json_CorrelationOfTheEntryItself_IsTheField()
    {
        var line = Json(logger => logger.LogInformation("checked {CorrelationId}", "from-entry"), "from-scope");

        Assert.Equal("from-entry", line.GetProperty("correlation_id").GetString());
    }

    [Fact]
    public void Json_Exception_IsToldWhole()
    {
        var line = Json(logger => logger.LogError(new InvalidOperationException("broken"), "failed"));

        Assert.Contains("InvalidOperationException: broken", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.False(line.TryGetProperty("correlation_id", out _));
    }

    [Fact]
    public void Text_Entry_OneLineThatSteersNoTerminal()
    {
        var text = Write(new TextLines(Time), logger => logger.LogInformation("{Answer}", "a\n\u001b[31mred"), "abc");

        Assert.Equal("10:00:00.000 info     Hale.HealthMonitor: a\\u000a\\u001b[31mred correlation_id=abc\n", text);
    }

    [Fact]
    public void Levels_Text_IsReadOrSaysWhatIsAllowed()
    {
        Assert.True(LogSettings.TryReadLevels("Hale.HealthMonitor=debug, Microsoft=ERROR", out var levels, out _));
        Assert.Equal(LogLevel.Debug, levels["Hale.HealthMonitor"]);
        Assert.Equal(LogLevel.Error, levels["Microsoft"]);
        Assert.False(LogSettings.TryReadLevels("Hale=loud", out _, out var problem));
        Assert.Contains("\"Hale=loud\"", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "", "Hale.HealthMonitor", LogLevel.Debug, false)]
    [InlineData(false, "Hale.HealthMonitor=debug", "Hale.HealthMonitor", LogLevel.Debug, true)]
    [InlineData(false, "Hale.HealthMonitor=debug", "Hale.Server.Live", LogLevel.Debug, false)]
    [InlineData(true, "", "Hale.Server.Live", LogLevel.Debug, true)]
    [InlineData(true, "Hale.HealthMonitor=error", "Hale.HealthMonitor", LogLevel.Information, false)]
    [InlineData(false, "", "Microsoft.AspNetCore.Hosting", LogLevel.Information, false)]
    public void Levels_Category_IsSetByItself(bool debug, string levels, string category, LogLevel level, bool enabled)
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddHaleLog(new HubSettings { Log = "json", Debug = debug, LogLevels = levels })).BuildServiceProvider();

        Assert.Equal(enabled, services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    private sealed class Capture(ConsoleFormatter formatter, IExternalScopeProvider scopes) : ILogger
    {
        public string Text { get; private set; } = "";

        public void Log<T>(LogLevel logLevel, EventId eventId, T state, Exception? exception, Func<T, Exception?, string> format)
        {
            using var writer = new StringWriter();
            formatter.Write(new LogEntry<T>(logLevel, "Hale.HealthMonitor", eventId, state, exception, format), scopes, writer);
            Text += writer.ToString();
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<T>(T state)
            where T : notnull => null;
    }
}
