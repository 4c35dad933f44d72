using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Nats;

/// <summary>One operation of a NATS server.</summary>
/// <param name="Name">In capitals: <c>INFO</c>, <c>PONG</c>, <c>-ERR</c>, <c>MSG</c> …</param>
/// <param name="Text">What follows on its line; of a message its payload.</param>
internal sealed record NatsOperation(string Name, string Text);

/// <summary>What a server tells of itself before anything else, as far as it matters here.</summary>
internal sealed record NatsGreeting
{
    public string? Version { get; init; }

    public string? ServerName { get; init; }

    public bool TlsRequired { get; init; }

    public bool TlsAvailable { get; init; }

    public bool Headers { get; init; }

    /// <summary>Lame duck: it hands its clients over to others and is about to stop.</summary>
    public bool LameDuck { get; init; }
}

/// <summary>Reads what a NATS server sends (docs.nats.io, "Client Protocol"). Pure; takes any bytes.</summary>
internal static class NatsReader
{
    /// <summary>The longest operation that is read, in bytes.</summary>
    public const int Most = 64 * 1024;

    private const int LongestLine = 32 * 1024;

    /// <summary>The way such operations come.</summary>
    public static Dialogue On(Stream stream, Visit visit) => new(stream, visit, "NATS's protocol", Most);

    /// <summary>A line, and of a message its payload. Headers of a message are left out but for a status in their first line.</summary>
    public static Reading Operation(ReadOnlySpan<byte> bytes, out NatsOperation? operation, out int length)
    {
        (operation, length) = (null, 0);
        if (bytes.IsEmpty)
            return Reading.Partial;
        if (bytes[0] is not ((byte)'+' or (byte)'-') && !char.IsAsciiLetter((char)bytes[0]))
            return Reading.Broken;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
            return bytes.Length < LongestLine ? Reading.Partial : Reading.Broken;
        var line = Encoding.UTF8.GetString(bytes[..end]).Trim();
        var space = line.AsSpan().IndexOfAny(' ', '\t');
        var name = (space < 0 ? line : line[..space]).ToUpperInvariant();
        var text = space < 0 ? "" : line[space..].Trim();
        switch (name)
        {
            case "MSG" or "HMSG":
                return Message(name, text, bytes[(end + 1)..], end + 1, out operation, out length);
            case "INFO" or "PING" or "PONG" or "+OK" or "-ERR":
                (operation, length) = (new(name, text), end + 1);
                return Reading.Whole;
            default:
                return Reading.Broken;
        }
    }

    /// <summary>Reads <c>INFO</c>; null when it is no JSON object.</summary>
    public static NatsGreeting? Info(string json)
    {
        using var document = LooseJson.Parse(Encoding.UTF8.GetBytes(json));
        return document?.RootElement is { ValueKind: JsonValueKind.Object } info
            ? new()
            {
                Version = info.Text("version"),
                ServerName = info.Text("server_name"),
                TlsRequired = info.Truth("tls_required"),
                TlsAvailable = info.Truth("tls_available"),
                Headers = info.Truth("headers"),
                LameDuck = info.Truth("ldm"),
            }
            : null;
    }

    private static Reading Message(string name, string text, ReadOnlySpan<byte> rest, int head, out NatsOperation? operation, out int length)
    {
        (operation, length) = (null, 0);
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || !int.TryParse(words[^1], out var total) || total < 0 || total > Most)
            return Reading.Broken;
        var headers = 0;
        if (name == "HMSG" && (!int.TryParse(words[^2], out headers) || headers < 0 || headers > total))
            return Reading.Broken;
        if (rest.Length < total + 2)
            return Reading.Partial;
        if (!rest.Slice(total, 2).SequenceEqual("\r\n"u8))
            return Reading.Broken;
        (operation, length) = (new(Status(rest[..headers]) is 503 ? "503" : "MSG", Encoding.UTF8.GetString(rest[headers..total])), head + total + 2);
        return Reading.Whole;
    }

    // NATS/1.0 503: nobody listens to that subject.
    private static int Status(ReadOnlySpan<byte> headers) =>
        headers.StartsWith("NATS/1.0 "u8) && Utf8Parser.TryParse(headers[9..], out int status, out _) ? status : 0;
}
