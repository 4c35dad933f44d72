using System.Buffers.Binary;
using Hale.Monitoring.Checks.Exec;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>
/// Parts a command's two streams, which an engine sends as one: frames of a stream's number, three zeros, a length (big-endian) and so many bytes. They
/// come cut anywhere.
/// </summary>
internal sealed class Frames(Capture output, Capture errors)
{
    private const int HeaderSize = 8;
    private const uint Longest = 16 << 20;

    private readonly byte[] _header = new byte[HeaderSize];
    private int _had;
    private uint _left;

    /// <summary>Takes what came; answers false for what are no frames.</summary>
    public bool Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left > 0)
            {
                var part = bytes[..(int)Math.Min(_left, (uint)bytes.Length)];
                (_header[0] == 2 ? errors : output).Add(part);
                _left -= (uint)part.Length;
                bytes = bytes[part.Length..];
                continue;
            }

            var more = Math.Min(HeaderSize - _had, bytes.Length);
            bytes[..more].CopyTo(_header.AsSpan(_had));
            bytes = bytes[more..];
            _had += more;
            if (_had < HeaderSize)
                break;
            _had = 0;
            _left = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
            if (_header[0] > 2 || _header[1] != 0 || _header[2] != 0 || _header[3] != 0 || _left > Longest)
                return false;
        }

        return true;
    }
}
