using System.Buffers;
using System.Buffers.Binary;

namespace Hale.Server.Api;

/// <summary>Text messages as a server sends them: in one frame, not masked (RFC 6455, section 5.2).</summary>
internal static class WebSocketText
{
    private const byte WholeText = 0x81;
    private const byte Length16 = 126;
    private const byte Length64 = 127;

    /// <summary>Writes what comes before the <paramref name="length"/> bytes of a message.</summary>
    public static void WriteHead(IBufferWriter<byte> output, int length)
    {
        var head = output.GetSpan(10);
        head[0] = WholeText;
        if (length < Length16)
        {
            head[1] = (byte)length;
            output.Advance(2);
        }
        else if (length <= ushort.MaxValue)
        {
            head[1] = Length16;
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)length);
            output.Advance(4);
        }
        else
        {
            head[1] = Length64;
            BinaryPrimitives.WriteInt64BigEndian(head[2..], length);
            output.Advance(10);
        }
    }
}
