namespace Hale.Monitoring.Admission;

/// <summary>One that stands aside.</summary>
/// <param name="Due">Since when nothing but the hub is in its way; null while its host is.</param>
internal readonly record struct Sidelined<T>(T Item, TimeSpan? Due);

/// <summary>Those of one host that stand aside, in the order they came. Who stepped out and found no room after all comes before those who have not.</summary>
internal sealed class Siding<T>
{
    private readonly Queue<Sidelined<T>> _returned = [];
    private readonly Queue<Sidelined<T>> _items = [];

    public bool IsEmpty => _returned.Count == 0 && _items.Count == 0;

    public IEnumerable<Sidelined<T>> All => _returned.Concat(_items);

    public void Add(Sidelined<T> item) => _items.Enqueue(item);

    public void Return(Sidelined<T> item) => _returned.Enqueue(item);

    public bool TryTake(out Sidelined<T> item) => _returned.TryDequeue(out item) || _items.TryDequeue(out item);
}
