using System.Text;
using Hale.Server.Packing;

namespace Hale.Server.History.Coding;

/// <summary>The different messages of some results, each kept once; most of the time there is none, or one that comes again and again.</summary>
internal sealed class Texts
{
    /// <summary>The most characters that are kept of all together; of later new ones it is only known that the check failed, and how.</summary>
    public const int Room = 16_384;

    private const int Most = 1_024;

    private readonly List<string> _texts = [];
    private Dictionary<string, int>? _places;
    private int _characters;

    public int Count => _texts.Count;

    public string this[int place] => _texts[place];

    /// <summary>A message's number; -1 for none, and for one that has no room.</summary>
    public int Place(string? text)
    {
        if (text is null)
            return -1;
        if (_places is null ? _texts.IndexOf(text) is >= 0 and var place : _places.TryGetValue(text, out place))
            return place;
        if (_texts.Count == Most || text.Length > Room - _characters)
            return -1;
        _characters += text.Length;
        _texts.Add(text);
        // A look through a handful is quicker than a table, and a table for every service that failed once would be dear.
        if (_texts.Count > 8)
        {
            _places ??= new(StringComparer.Ordinal);
            for (var i = _places.Count; i < _texts.Count; i++)
                _places[_texts[i]] = i;
        }

        return _texts.Count - 1;
    }

    /// <summary>The bytes that <see cref="Write"/> needs at most.</summary>
    public int Longest => Varint.Longest * (_texts.Count + 1) + 3 * _characters;

    public void Write(Span<byte> to, ref int place)
    {
        Varint.Write(to, ref place, (ulong)_texts.Count);
        foreach (var text in _texts)
        {
            Varint.Write(to, ref place, (ulong)Encoding.UTF8.GetByteCount(text));
            place += Encoding.UTF8.GetBytes(text, to[place..]);
        }
    }

    /// <summary>Reads texts and moves the place behind them.</summary>
    /// <exception cref="InvalidDataException">They are cut short.</exception>
    public static Texts Read(ReadOnlySpan<byte> from, ref int place)
    {
        var texts = new Texts();
        var count = Varint.Read(from, ref place, Most);
        for (var i = 0; i < count; i++)
        {
            var length = Varint.Read(from, ref place, from.Length - place);
            if (length > from.Length - place)
                throw new InvalidDataException("a text is cut short");
            texts._texts.Add(Encoding.UTF8.GetString(from.Slice(place, length)));
            place += length;
        }

        return texts;
    }
}
