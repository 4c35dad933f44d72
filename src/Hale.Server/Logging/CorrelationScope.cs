using System.Collections;

namespace Hale.Server.Logging;

/// <summary>How a correlation id stands in a logging scope.</summary>
internal sealed class CorrelationScope(string id) : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>The property's name.</summary>
    public const string Name = "correlation_id";

    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] => new(Name, id);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    public override string ToString() => $"{Name}={id}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
