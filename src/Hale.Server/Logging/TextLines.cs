using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hale.Server.Logging;

/// <summary>Log lines for a terminal: time, level, category, text; an exception on lines of its own below.</summary>
internal sealed class TextLines(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "hale-text";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(LogLines.Word(logEntry.LogLevel).PadRight(8));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        WriteOneLine(textWriter, LogLines.Message(logEntry));
        if (LogLines.CorrelationId(logEntry, scopeProvider) is { } id)
        {
            textWriter.Write(" correlation_id=");
            WriteOneLine(textWriter, id);
        }

        textWriter.Write('\n');
        if (logEntry.Exception is not null)
            textWriter.Write("    " + logEntry.Exception.ToString().ReplaceLineEndings("\n    ") + "\n");
    }

    /// <summary>What a target answered may stand in a text: it must not break the line, nor steer the terminal.</summary>
    private static void WriteOneLine(TextWriter writer, string text)
    {
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"));
            else
                writer.Write(letter);
        }
    }
}
