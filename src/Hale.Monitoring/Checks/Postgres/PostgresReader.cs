using System.Buffers.Binary;
using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>One message of a PostgreSQL server.</summary>
/// <param name="Type">The letter that says what it is.</param>
/// <param name="Body">What follows; empty when <paramref name="Whole"/> is not.</param>
/// <param name="Whole">False for a row that is longer than what is read of one.</param>
internal sealed record PostgresMessage(char Type, byte[] Body, bool Whole = true);

/// <summary>What a server says is wrong.</summary>
/// <param name="Code">The SQLSTATE, five characters; empty when there is none.</param>
internal readonly record struct PostgresError(string Code, string Message)
{
    /// <summary><c>cannot_connect_now</c>: it starts up, shuts down or recovers. One that can't start a process for us has no code at all.</summary>
    public bool Rejects => Code is "57P03" or "";

    /// <summary><c>too_many_connections</c>.</summary>
    public bool Full => Code == "53300";
}

/// <summary>Reads what a PostgreSQL server sends (its documentation, "Frontend/Backend Protocol"). Pure; takes any bytes.</summary>
internal static class PostgresReader
{
    /// <summary>The longest message that is read, in bytes.</summary>
    public const int Most = 64 * 1024;

    private const int Header = 5;

    /// <summary>The way such messages come.</summary>
    public static Dialogue On(Stream stream, Visit visit) => new(stream, visit, "PostgreSQL's protocol", Most);

    /// <summary>
    /// The answer to the question for TLS: one byte and nothing behind it, lest somebody on the way slips in what is then taken for encrypted.
    /// An error is left for <see cref="Message"/>.
    /// </summary>
    public static Reading TlsAnswer(ReadOnlySpan<byte> bytes, out PostgresMessage? message, out int length)
    {
        (message, length) = (null, 0);
        if (bytes.IsEmpty)
            return Reading.Partial;
        if (bytes[0] is not (byte)'E' && (bytes[0] is not ((byte)'S' or (byte)'N') || bytes.Length > 1))
            return Reading.Broken;
        (message, length) = (new((char)bytes[0], []), bytes[0] == 'E' ? 0 : 1);
        return Reading.Whole;
    }

    /// <summary>Any message: a letter, a length, and what it says.</summary>
    public static Reading Message(ReadOnlySpan<byte> bytes, out PostgresMessage? message, out int length)
    {
        (message, length) = (null, 0);
        if (bytes.Length < Header)
            return bytes.IsEmpty || char.IsAsciiLetterOrDigit((char)bytes[0]) ? Reading.Partial : Reading.Broken;
        var (type, size) = ((char)bytes[0], (long)BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
        if (!char.IsAsciiLetterOrDigit(type) || size < 4)
            return Reading.Broken;
        if (size + 1 > Most)
            return Long(bytes, type, size, ref message, ref length);
        if (bytes.Length < size + 1)
            return Reading.Partial;
        (message, length) = (new(type, bytes[Header..(int)(size + 1)].ToArray()), (int)size + 1);
        return Reading.Whole;
    }

    /// <summary>The fields of an error or a notice: a letter and a text each.</summary>
    public static PostgresError Error(ReadOnlySpan<byte> body)
    {
        var (code, text) = ("", "");
        while (body.Length > 1 && body[0] != 0)
        {
            var end = body.IndexOf((byte)0);
            var value = body[1..(end < 0 ? body.Length : end)];
            if (body[0] == 'C' && value.Length == 5)
                code = Encoding.ASCII.GetString(value);
            else if (body[0] == 'M')
                text = Encoding.UTF8.GetString(value);
            body = end < 0 ? [] : body[(end + 1)..];
        }

        return new(code, text);
    }

    /// <summary>A parameter's report: its name and its value.</summary>
    public static (string Name, string Value) Parameter(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)0);
        return end < 0 ? (Encoding.UTF8.GetString(body), "") : (Encoding.UTF8.GetString(body[..end]), Text(body[(end + 1)..]));
    }

    /// <summary>Texts one after the other, each ended by a zero, as far as they go.</summary>
    public static IReadOnlyList<string> Texts(ReadOnlySpan<byte> body)
    {
        var texts = new List<string>();
        while (body.IndexOf((byte)0) is > 0 and var end)
        {
            texts.Add(Encoding.UTF8.GetString(body[..end]));
            body = body[(end + 1)..];
        }

        return texts;
    }

    private static string Text(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body.IndexOf((byte)0) is >= 0 and var end ? body[..end] : body);

    /// <summary>Of a long row it is enough that it is there. A server that can't even start a process for us says so in the protocol's older form.</summary>
    private static Reading Long(ReadOnlySpan<byte> bytes, char type, long size, ref PostgresMessage? message, ref int length)
    {
        if (type == 'D' && size <= int.MaxValue)
        {
            (message, length) = (new(type, [], Whole: false), Header);
            return Reading.Whole;
        }

        if (type != 'E')
            return Reading.Broken;
        var end = bytes.IndexOf((byte)0);
        if (end < 0)
            return bytes.Length < 1000 ? Reading.Partial : Reading.Broken;
        (message, length) = (new('E', [(byte)'M', .. bytes[1..end], 0, 0]), end + 1);
        return Reading.Whole;
    }
}
