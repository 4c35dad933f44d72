using System.Collections.Concurrent;
using System.Text;

namespace Hale.Monitoring.Checks.Http.Quick;

/// <summary>
/// How the first request of a check is made again each time. Of nearly all services it is the address, cut in two, and headers that are the same for all: it is not
/// held, and this one is shared by all whose addresses are cut alike. Of any other its bytes are held.
/// </summary>
/// <param name="path">Where in the address the path begins; null when <paramref name="bytes"/> are the whole.</param>
/// <param name="bytes">What comes after the host's name.</param>
internal sealed class FirstRequest(int? path, byte[] bytes)
{
    private readonly byte[] _bytes = bytes;

    private const int MostShared = 1024;
    private const string Version = " HTTP/1.1\r\nHost: ";
    private const string LineEnd = "\r\n";

    private static readonly ConcurrentDictionary<(HttpManner Manner, int Path), FirstRequest> Known = new();

    /// <summary>How to make it for these options.</summary>
    public static FirstRequest Of(HttpCheckOptions options)
    {
        var whole = RequestBytes.First(options);
        var (path, front) = (PathOf(options.Address), new byte[Room(options)]);
        var length = WriteFront(options, path, front);
        // Made the long way, the address may come out as another: without credentials or the usual port, in small letters, or escaped.
        if (!options.Manner.IsPlain || !whole.AsSpan().StartsWith(front.AsSpan(0, length)))
            return new(null, whole);
        if (Known.TryGetValue((options.Manner, path), out var known))
            return whole.AsSpan(length).SequenceEqual(known._bytes) ? known : new(null, whole);
        var request = new FirstRequest(path, whole[length..]);
        if (Known.Count < MostShared)
            Known.TryAdd((options.Manner, path), request);
        return request;
    }

    /// <summary>The request of these options.</summary>
    /// <param name="room">Where it is made, unless it is held; replaced when it is too small.</param>
    public ReadOnlyMemory<byte> Write(HttpCheckOptions options, ref byte[] room)
    {
        if (path is not { } begin)
            return _bytes;
        if (room.Length < Room(options) + _bytes.Length)
            room = new byte[Room(options) + _bytes.Length];
        var length = WriteFront(options, begin, room);
        _bytes.CopyTo(room, length);
        return room.AsMemory(0, length + _bytes.Length);
    }

    /// <summary>Behind the scheme and the host; the address's end where it holds no path.</summary>
    private static int PathOf(string address)
    {
        var host = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = address.AsSpan(host).IndexOfAny("/?#");
        return path < 0 ? address.Length : host + path;
    }

    private static int Room(HttpCheckOptions options) => Encoding.UTF8.GetMaxByteCount(options.Method.Length + options.Address.Length + Version.Length + 4);

    private static int WriteFront(HttpCheckOptions options, int path, Span<byte> room)
    {
        var address = options.Address;
        var length = 0;
        Add(options.Method, room);
        Add(" ", room);
        Add(path == address.Length ? "/" : address.AsSpan(path), room);
        Add(Version, room);
        Add(address.AsSpan(0, path)[(address.IndexOf("://", StringComparison.Ordinal) + 3)..], room);
        Add(LineEnd, room);
        return length;

        void Add(ReadOnlySpan<char> text, Span<byte> room) => length += Encoding.UTF8.GetBytes(text, room[length..]);
    }
}
