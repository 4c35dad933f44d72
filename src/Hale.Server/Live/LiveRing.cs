using System.Diagnostics.CodeAnalysis;

namespace Hale.Server.Live;

/// <summary>The newest changes, for readers that come back. Not safe by itself: the feed's lock guards it.</summary>
internal sealed class LiveRing
{
    public const int Size = 4096;

    private readonly LiveFrame?[] _frames = new LiveFrame?[Size];
    private long _first;

    /// <summary>Starts with nothing after <paramref name="seq"/>: what came before is not known.</summary>
    public void Begin(long seq) => _first = seq + 1;

    public void Add(LiveFrame frame)
    {
        _frames[frame.Seq % Size] = frame;
        _first = Math.Max(_first, frame.Seq - Size + 1);
    }

    /// <summary>The changes after <paramref name="since"/> up to <paramref name="newest"/>; false when that is too long ago, or in the future.</summary>
    public bool TryReplay(long since, long newest, [NotNullWhen(true)] out LiveFrame[]? missed)
    {
        missed = null;
        if (since > newest || since < _first - 1)
            return false;
        missed = new LiveFrame[newest - since];
        for (var i = 0; i < missed.Length; i++)
            missed[i] = _frames[(since + 1 + i) % Size]!;
        return true;
    }
}
