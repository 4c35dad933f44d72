using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Logging;

/// <summary>What both spellings of a log line share.</summary>
internal static class LogLines
{
    /// <summary>The template's own place among a line's properties.</summary>
    private const string Template = "{OriginalFormat}";

    public static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    public static string? TraceId => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null;

    /// <summary>The line's text; for one that holds nothing but an exception, that.</summary>
    public static string Message<T>(in LogEntry<T> entry) => entry.Formatter(entry.State, entry.Exception);

    public static IEnumerable<KeyValuePair<string, object?>> Properties<T>(in LogEntry<T> entry) =>
        entry.State is IReadOnlyList<KeyValuePair<string, object?>> all ? all.Where(each => each.Key != Template) : [];

    /// <summary>The correlation id: of the line itself, or of what it was logged within.</summary>
    public static string? CorrelationId<T>(in LogEntry<T> entry, IExternalScopeProvider? scopes)
    {
        foreach (var (name, value) in Properties(entry))
            if (IsCorrelation(name))
                return value?.ToString();
        var found = new Found();
        scopes?.ForEachScope(
            static (scope, found) =>
            {
                if (scope is IReadOnlyList<KeyValuePair<string, object?>> properties)
                    foreach (var (name, value) in properties)
                        found.Id = IsCorrelation(name) ? value?.ToString() : found.Id;
            },
            found);
        return found.Id;
    }

    public static bool IsCorrelation(string name) => name is CorrelationScope.Name or "CorrelationId";

    private sealed class Found
    {
        public string? Id { get; set; }
    }
}
