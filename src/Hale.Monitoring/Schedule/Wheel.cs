using System.Numerics;

namespace Hale.Monitoring.Schedule;

/// <summary>
/// A hashed timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987, scheme 6): what is due at a tick hangs in the bucket
/// tick modulo the number of buckets, whatever the round. Entries are numbers and the lists are arrays of numbers, so arming allocates nothing.
/// Knows no clock: ticks are given.
/// </summary>
internal sealed class Wheel
{
    private const int None = -1;

    private readonly int _mask;
    private readonly int[] _heads;
    private readonly ulong[] _filled;
    private int[] _next = [];
    private int[] _previous = [];
    private long[] _ticks = [];
    private long _taken;

    /// <summary>Makes a wheel that stands at tick 0.</summary>
    /// <param name="buckets">A power of two, 64 at least; a round should hold most intervals.</param>
    public Wheel(int buckets = 16_384)
    {
        if (buckets < 64 || !BitOperations.IsPow2(buckets))
            throw new ArgumentOutOfRangeException(nameof(buckets), buckets, "must be a power of two, 64 at least");
        _mask = buckets - 1;
        _heads = new int[buckets];
        _heads.AsSpan().Fill(None);
        _filled = new ulong[buckets / 64];
    }

    /// <summary>How many entries are armed.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// No entry is due before this tick; null when none is armed. It may name a tick at which only entries of a later round hang: who sleeps until
    /// then wakes once per round too often, and never too late.
    /// </summary>
    public long? Next => Count == 0 ? null : _taken + 1 + ToFilled((int)((_taken + 1) & _mask));

    /// <summary>Arms an entry, or moves it. A tick that is past already is taken with the next one.</summary>
    public void Arm(int entry, long tick)
    {
        Disarm(entry);
        Grow(entry);
        var at = Math.Max(tick, _taken + 1);
        _ticks[entry] = at;
        Append(entry, (int)(at & _mask));
        Count++;
    }

    /// <summary>Takes an entry out; nothing when it is not armed.</summary>
    public void Disarm(int entry)
    {
        if (entry >= _ticks.Length || _ticks[entry] == None)
            return;
        Unlink(entry, (int)(_ticks[entry] & _mask));
        _ticks[entry] = None;
        Count--;
    }

    /// <summary>Goes on to tick <paramref name="now"/> and adds what came due, disarmed, to <paramref name="due"/>; in one round in the order of ticks.</summary>
    public void Take(long now, List<int> due)
    {
        // After a leap of more than a round every bucket is looked at once.
        for (var tick = Math.Max(_taken + 1, now - _mask); tick <= now; tick++)
        {
            tick += ToFilled((int)(tick & _mask));
            if (tick > now)
                break;
            TakeBucket((int)(tick & _mask), now, due);
        }

        _taken = Math.Max(_taken, now);
    }

    private void TakeBucket(int bucket, long now, List<int> due)
    {
        var head = _heads[bucket];
        if (head == None)
            return;
        var last = _previous[head];
        for (var entry = head; ;)
        {
            var next = _next[entry];
            if (_ticks[entry] <= now)
            {
                due.Add(entry);
                Disarm(entry);
            }

            if (entry == last)
                return;
            entry = next;
        }
    }

    /// <summary>From <paramref name="bucket"/> on, how many buckets to the next that is not empty; a whole round when all are empty.</summary>
    private int ToFilled(int bucket)
    {
        var word = bucket / 64;
        var bits = _filled[word] & (ulong.MaxValue << (bucket % 64));
        for (var i = 0; i <= _filled.Length; i++)
        {
            if (bits != 0)
                return ((word * 64) + BitOperations.TrailingZeroCount(bits) - bucket) & _mask;
            word = (word + 1) % _filled.Length;
            bits = _filled[word];
        }

        return _mask + 1;
    }

    private void Append(int entry, int bucket)
    {
        var head = _heads[bucket];
        if (head == None)
        {
            _heads[bucket] = _next[entry] = _previous[entry] = entry;
            _filled[bucket / 64] |= 1UL << (bucket % 64);
            return;
        }

        var last = _previous[head];
        _next[last] = _previous[head] = entry;
        (_previous[entry], _next[entry]) = (last, head);
    }

    private void Unlink(int entry, int bucket)
    {
        if (_next[entry] == entry)
        {
            _heads[bucket] = None;
            _filled[bucket / 64] &= ~(1UL << (bucket % 64));
            return;
        }

        (_next[_previous[entry]], _previous[_next[entry]]) = (_next[entry], _previous[entry]);
        if (_heads[bucket] == entry)
            _heads[bucket] = _next[entry];
    }

    private void Grow(int entry)
    {
        var size = _ticks.Length;
        if (entry < size)
            return;
        var larger = Math.Max(entry + 1, Math.Max(64, size + (size / 2)));
        Array.Resize(ref _next, larger);
        Array.Resize(ref _previous, larger);
        Array.Resize(ref _ticks, larger);
        _ticks.AsSpan(size).Fill(None);
    }
}
