using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hale.Tests.Kit;

/// <summary>One line that was logged.</summary>
/// <param name="Values">Its structured values by name.</param>
public sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Error, IReadOnlyDictionary<string, object?> Values);

/// <summary>Keeps every line that is logged, debug lines too.</summary>
public sealed class LogBook : ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>In the order they were logged.</summary>
    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>The texts of one category.</summary>
    public IReadOnlyList<string> Of(string category) => [.. _lines.Where(line => line.Category == category).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Book(_lines, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Book(ConcurrentQueue<LogLine> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = (state as IEnumerable<KeyValuePair<string, object?>>)?.ToDictionary(pair => pair.Key, pair => pair.Value);
            lines.Enqueue(new(category, logLevel, formatter(state, exception), exception, values ?? []));
        }
    }
}
