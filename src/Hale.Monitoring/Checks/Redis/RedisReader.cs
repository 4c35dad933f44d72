using System.Buffers.Text;
using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Redis;

/// <summary>One reply of a Redis server.</summary>
/// <param name="Type"><c>+</c> a word, <c>-</c> an error, <c>:</c> a number, <c>$</c> a text.</param>
internal sealed record RedisReply(char Type, string Text)
{
    public bool IsError => Type == '-';

    /// <summary>An error's first word: <c>NOAUTH</c>, <c>LOADING</c> …</summary>
    public string Code => Text.Split(' ', 2)[0];
}

/// <summary>Reads RESP2, as far as a check's questions are answered in it (redis.io, "Redis serialization protocol specification"). Pure; takes any bytes.</summary>
internal static class RedisReader
{
    /// <summary>The longest reply that is read, in bytes.</summary>
    public const int Most = 64 * 1024;

    private const int LongestLine = 4096;

    /// <summary>The way such replies come.</summary>
    public static Dialogue On(Stream stream, Visit visit) => new(stream, visit, "Redis's protocol", Most);

    /// <summary>A word, an error, a number, or a text with its length before it; lists are no answer to what is asked.</summary>
    public static Reading Reply(ReadOnlySpan<byte> bytes, out RedisReply? reply, out int length)
    {
        (reply, length) = (null, 0);
        if (bytes.IsEmpty)
            return Reading.Partial;
        if (bytes[0] is not ((byte)'+' or (byte)'-' or (byte)':' or (byte)'$'))
            return Reading.Broken;
        var end = bytes[1..].IndexOf("\r\n"u8);
        if (end < 0)
            return bytes.Length < LongestLine ? Reading.Partial : Reading.Broken;
        var line = bytes.Slice(1, end);
        var head = end + 3;
        if (bytes[0] == '$')
            return Bulk(line, bytes[head..], head, out reply, out length);
        (reply, length) = (new((char)bytes[0], Encoding.UTF8.GetString(line)), head);
        return Reading.Whole;
    }

    /// <summary>The fields of <c>INFO</c>: lines of <c>name:value</c>.</summary>
    public static Dictionary<string, string> Info(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] != '#')
                fields[line[..colon]] = line[(colon + 1)..].TrimEnd('\r');
        }

        return fields;
    }

    private static Reading Bulk(ReadOnlySpan<byte> size, ReadOnlySpan<byte> rest, int head, out RedisReply? reply, out int length)
    {
        (reply, length) = (null, 0);
        if (!Utf8Parser.TryParse(size, out int count, out var used) || used != size.Length || count < -1 || count > Most)
            return Reading.Broken;
        if (count == -1)
        {
            (reply, length) = (new('$', ""), head);
            return Reading.Whole;
        }

        if (rest.Length < count + 2)
            return Reading.Partial;
        if (!rest.Slice(count, 2).SequenceEqual("\r\n"u8))
            return Reading.Broken;
        (reply, length) = (new('$', Encoding.UTF8.GetString(rest[..count])), head + count + 2);
        return Reading.Whole;
    }
}
