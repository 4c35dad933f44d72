using System.Text;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>What a command says on one of its streams: the beginning is kept, the rest is counted.</summary>
internal sealed class Capture
{
    /// <summary>What is kept, in bytes.</summary>
    public const int Most = 4096;

    private readonly byte[] _kept = new byte[Most];
    private int _length;

    /// <summary>All that was said, in bytes.</summary>
    public long Said { get; private set; }

    /// <summary>Whether there was more than is kept.</summary>
    public bool Cut => Said > _length;

    /// <summary>The beginning, as UTF-8, as far as it is that.</summary>
    public string Text => Encoding.UTF8.GetString(_kept, 0, Whole());

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var room = Math.Min(bytes.Length, Most - _length);
        bytes[..room].CopyTo(_kept.AsSpan(_length));
        _length += room;
        Said += bytes.Length;
    }

    /// <summary>Without the half of a character that the cut left at the end.</summary>
    private int Whole()
    {
        if (!Cut)
            return _length;
        var lead = _length - 1;
        while (lead > 0 && lead > _length - 4 && (_kept[lead] & 0xC0) == 0x80)
            lead--;
        return _kept[lead] >= 0xC0 ? lead : _length;
    }
}
