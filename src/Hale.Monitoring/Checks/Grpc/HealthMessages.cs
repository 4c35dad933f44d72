using System.Buffers.Binary;
using System.Text;

namespace Hale.Monitoring.Checks.Grpc;

/// <summary>What a server says of a service (grpc.health.v1.HealthCheckResponse.ServingStatus).</summary>
internal enum ServingStatus
{
    Unknown,
    Serving,
    NotServing,
    ServiceUnknown,
}

/// <summary>
/// The two messages of grpc.health.v1 in protobuf's wire format (protobuf.dev, "Encoding"), each behind gRPC's prefix of five bytes: not compressed, and its length.
/// Pure; takes any bytes.
/// </summary>
internal static class HealthMessages
{
    private const int Prefix = 5;

    /// <summary><c>HealthCheckRequest</c>: field 1 is the service's name.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        byte[] message = name.Length == 0 ? [] : [0x0A, .. Length(name.Length), .. name];
        var framed = new byte[Prefix + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Length);
        message.CopyTo(framed, Prefix);
        return framed;
    }

    /// <summary><c>HealthCheckResponse</c>: field 1 is the status, which is unknown when it is left out; null when it is none.</summary>
    public static ServingStatus? Response(ReadOnlySpan<byte> framed)
    {
        if (framed.Length < Prefix || framed[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(framed[1..]) != framed.Length - Prefix)
            return null;
        var status = 0UL;
        for (var rest = framed[Prefix..]; !rest.IsEmpty;)
        {
            if (!Number(ref rest, out var tag))
                return null;
            ulong value = 0;
            switch (tag & 7)
            {
                case 0 when Number(ref rest, out value):
                    break;
                case 1 when rest.Length >= 8:
                    rest = rest[8..];
                    break;
                case 2 when Number(ref rest, out value) && value <= (ulong)rest.Length:
                    rest = rest[(int)value..];
                    break;
                case 5 when rest.Length >= 4:
                    rest = rest[4..];
                    break;
                default:
                    return null;
            }

            if (tag == 8)
                status = value;
        }

        return status <= (ulong)ServingStatus.ServiceUnknown ? (ServingStatus)status : null;
    }

    private static byte[] Length(int length) => length < 0x80 ? [(byte)length] : [(byte)(length & 0x7F | 0x80), (byte)(length >> 7)];

    private static bool Number(ref ReadOnlySpan<byte> from, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(10, from.Length); i++)
        {
            value |= (ulong)(from[i] & 0x7F) << (7 * i);
            if (from[i] >= 0x80)
                continue;
            from = from[(i + 1)..];
            return true;
        }

        return false;
    }
}
