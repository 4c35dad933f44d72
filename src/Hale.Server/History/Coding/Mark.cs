using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.Packing;

namespace Hale.Server.History.Coding;

/// <summary>
/// What stays the same from result to result, most of the time: status, failure, whether there is a latency, and the message by its number among the
/// texts that go with it. Two or three bytes: bits 0–1 the status (0 unknown, 1 up, 2 degraded, 3 down), bit 2 failed, bit 3 with a latency, bit 4 with a text; then the failure's
/// number (0 timeout, 1 connect_timeout, 2 dns, 3 refused, 4 unreachable, 5 reset, 6 tls, 7 http_status, 8 body, 9 protocol, 10 auth, 11 exit_code,
/// 12 resource, 13 heartbeat_missed, 14 blocked, 15 internal), and the text's.
/// </summary>
/// <param name="Text">The message's number; -1 for none.</param>
internal readonly record struct Mark(Status Status, FailureKind? Failure, bool HasLatency, int Text)
{
    /// <summary>The most bytes a mark takes.</summary>
    public const int Longest = 1 + 1 + 5;

    private const int Failed = 4, WithLatency = 8, WithText = 16;

    public void Write(Span<byte> to, ref int place)
    {
        to[place++] = (byte)((int)Status | (Failure is null ? 0 : Failed) | (HasLatency ? WithLatency : 0) | (Text < 0 ? 0 : WithText));
        if (Failure is { } kind)
            to[place++] = (byte)kind;
        if (Text >= 0)
            Varint.Write(to, ref place, (ulong)Text);
    }

    /// <summary>Reads a mark and moves the place behind it.</summary>
    /// <param name="texts">How many texts there are to refer to.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Mark Read(ReadOnlySpan<byte> from, ref int place, int texts)
    {
        var bits = Varint.Read(from, ref place, WithText * 2 - 1);
        FailureKind? failure = (bits & Failed) != 0 ? (FailureKind)Varint.Read(from, ref place, (int)FailureKind.Internal) : null;
        return new((Status)(bits & 3), failure, (bits & WithLatency) != 0, (bits & WithText) != 0 ? Varint.Read(from, ref place, texts - 1) : -1);
    }
}
