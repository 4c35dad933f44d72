using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hale.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hale.Server.Logging;

/// <summary>
/// One line of JSON per log entry: <c>time level category message trace_id correlation_id</c>, then the entry's own properties in snake_case, then
/// <c>exception</c>. A property whose name is taken gets an underscore behind it.
/// </summary>
internal sealed class JsonLines(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "hale-json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly string[] Taken = ["time", "level", "category", "message", "trace_id", "exception"];

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", WireTime.Format(time.GetUtcNow()));
            json.WriteString("level", LogLines.Word(logEntry.LogLevel));
            json.WriteString("category", logEntry.Category);
            json.WriteString("message", LogLines.Message(logEntry));
            Optional(json, "trace_id", LogLines.TraceId);
            Optional(json, CorrelationScope.Name, LogLines.CorrelationId(logEntry, scopeProvider));
            foreach (var (name, value) in LogLines.Properties(logEntry))
                if (!LogLines.IsCorrelation(name))
                    Property(json, name, value);
            Optional(json, "exception", logEntry.Exception?.ToString());
            json.WriteEndObject();
        }

        textWriter.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void Property(Utf8JsonWriter json, string name, object? value)
    {
        var snake = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        json.WritePropertyName(Taken.Contains(snake) ? snake + "_" : snake);
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case DateTimeOffset moment: json.WriteStringValue(WireTime.Format(moment)); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
