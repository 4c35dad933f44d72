using System.Diagnostics.CodeAnalysis;
using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>Everything watched, by key and by its number on the wheel. Numbers are used again.</summary>
internal sealed class Roster
{
    private readonly Dictionary<string, Entry> _byKey = [];
    private readonly List<Entry?> _bySlot = [];
    private readonly Stack<int> _free = [];

    public IReadOnlyCollection<Entry> All => _byKey.Values;

    public Entry this[int slot] => _bySlot[slot] ?? throw new InvalidOperationException($"slot {slot} is free");

    public Entry? Find(string key) => _byKey.GetValueOrDefault(key);

    public Entry Add(WatchSpec spec, Verdict verdict, bool isReference = false)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _bySlot.Count;
            _bySlot.Add(null);
        }

        var entry = new Entry(slot, spec, verdict) { IsReference = isReference };
        _byKey.Add(spec.Key, entry);
        _bySlot[slot] = entry;
        return entry;
    }

    public bool Remove(string key, [NotNullWhen(true)] out Entry? entry)
    {
        if (!_byKey.Remove(key, out entry))
            return false;
        _bySlot[entry.Slot] = null;
        _free.Push(entry.Slot);
        return true;
    }

    public void Reserve(int more)
    {
        _byKey.EnsureCapacity(_byKey.Count + more);
        _bySlot.EnsureCapacity(_bySlot.Count + more);
    }
}
