namespace Hale.Monitoring.Specs;

/// <summary>One thing that is wrong with a description.</summary>
/// <param name="Path">The field, dotted: <c>projects.shop.services.api.interval</c>; empty for the whole.</param>
/// <param name="Message">What was found and what is allowed.</param>
/// <param name="At">Where it stands in the text, when there is one.</param>
/// <param name="Conflict">True for what can be read but is not possible (a cycle, an unknown dependency); over HTTP 422 and not 400.</param>
public sealed record Problem(string Path, string Message, Mark? At = null, bool Conflict = false);

/// <summary>Collects every problem of a description, so that a person hears of all of them at once.</summary>
public sealed class Problems
{
    private readonly List<Problem> _all = [];

    /// <summary>What was found wrong, in the order it was found.</summary>
    public IReadOnlyList<Problem> All => _all;

    /// <summary>Whether nothing is wrong.</summary>
    public bool None => _all.Count == 0;

    /// <summary>Adds a problem of form: the field can't be read as it stands.</summary>
    public void Add(string path, string message, Mark? at = null) => _all.Add(new(path, message, at));

    /// <summary>Adds a problem of substance: readable, but not possible.</summary>
    public void AddConflict(string path, string message, Mark? at = null) => _all.Add(new(path, message, at, Conflict: true));

    /// <summary>Adds what somebody else found.</summary>
    public void AddRange(IEnumerable<Problem> problems) => _all.AddRange(problems);
}
