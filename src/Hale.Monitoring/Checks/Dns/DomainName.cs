using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>Domain names between text and wire (RFC 1035, 3.1 and 4.1.4). Pure; reads whatever bytes there are without going astray.</summary>
internal static class DomainName
{
    private const int LongestLabel = 63;
    private const int LongestOnTheWire = 255;

    /// <summary>A name as it is asked for: ASCII, lower case, without the dot at its end; null when it can't be one.</summary>
    public static string? Normal(string text)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        try
        {
            // Internationalized names travel in their ASCII form; a name with an underscore, as services have, is ASCII already.
            name = Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }

        var labels = name.Split('.');
        return name.Length + 2 <= LongestOnTheWire && labels.All(label => label.Length is > 0 and <= LongestLabel && !label.AsSpan().ContainsAnyExceptInRange('!', '~'))
            ? name.ToLowerInvariant()
            : null;
    }

    /// <summary>The name under which an address is kept for the way back (RFC 1035, 3.5; RFC 3596, 2.5).</summary>
    public static string Reverse(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        Array.Reverse(bytes);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? $"{string.Join('.', bytes)}.in-addr.arpa"
            : $"{string.Join('.', bytes.SelectMany(each => new[] { each & 15, each >> 4 }).Select(digit => digit.ToString("x", CultureInfo.InvariantCulture)))}.ip6.arpa";
    }

    /// <summary>Appends a normal name as labels.</summary>
    public static void Write(List<byte> message, string name)
    {
        foreach (var label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
    }

    /// <summary>
    /// Reads the name at <paramref name="at"/> and moves behind it. A pointer must lead back to before everything read of the name so far, so no
    /// loop is possible; false for anything else and for what is no name.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var (here, barrier, length) = (at, at, 0);
        var end = -1;
        while (here < message.Length)
        {
            var size = message[here];
            if ((size & 0xc0) == 0xc0)
            {
                if (here + 1 >= message.Length || (BinaryPrimitives.ReadUInt16BigEndian(message[here..]) & 0x3fff) is var target && target >= barrier)
                    return false;
                end = end < 0 ? here + 2 : end;
                here = barrier = target;

                // Each pointer counts, so that a long chain of bare ones costs no more than a long name.
                length += 2;
            }
            else if (size > LongestLabel || here + 1 + size > message.Length)
            {
                return false;
            }
            else if (size == 0)
            {
                at = end < 0 ? here + 1 : end;
                name = text.Length == 0 ? "." : text.ToString();
                return true;
            }
            else
            {
                AppendLabel(text, message.Slice(here + 1, size));
                here += 1 + size;
                length += 1 + size;
            }

            if (length > LongestOnTheWire)
                return false;
        }

        return false;
    }

    private static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (text.Length > 0)
            text.Append('.');
        foreach (var each in label)
            if (each is <= 0x20 or >= 0x7f or (byte)'.' or (byte)'\\')
                text.Append(CultureInfo.InvariantCulture, $"\\{each:000}");
            else
                text.Append(char.ToLowerInvariant((char)each));
    }
}
