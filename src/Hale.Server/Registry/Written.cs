using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>How a declaration is written: a PUT creates or replaces, a POST only creates.</summary>
internal enum WriteKind
{
    Put,
    Post,
}

/// <summary>Under which terms a write is made.</summary>
/// <param name="IfMatch">The <c>If-Match</c> header; null when there is none.</param>
/// <param name="DryRun">Whether it is checked as a whole, and then not made: nothing is stored and nobody is told.</param>
internal sealed record Terms(WriteKind Kind = WriteKind.Put, string? IfMatch = null, bool DryRun = false)
{
    /// <summary>Why a write must not be made, or null.</summary>
    /// <param name="before">What it would replace; null when there is nothing.</param>
    /// <param name="what">As a person is told it.</param>
    public Written<T>? Refusal<T>(Declaration? before, string what)
        where T : class
    {
        if (before is { ManagedBy: Origin.File })
            return new(WriteOutcome.Conflict, Detail: $"The {what} is declared in {before.Place}; change it there.");
        if (Kind == WriteKind.Post && before is not null)
            return new(WriteOutcome.Conflict, Detail: $"The {what} exists already.");
        return Kind == WriteKind.Post || Matches(before)
            ? null
            : new(WriteOutcome.PreconditionFailed, Detail: before is null ? $"There is no {what}." : $"The {what} changed since it was read; its etag is {before.Etag}.");
    }

    /// <summary>Whether <c>If-Match</c> (RFC 9110, 13.1.1) lets the write pass; quotes may be left out.</summary>
    private bool Matches(Declaration? before) =>
        IfMatch is null || IfMatch.Split(',').Any(each => each.Trim() is var tag && before is not null && (tag == "*" || tag.Trim('"') == before.Etag));
}

/// <summary>How a write ended.</summary>
internal enum WriteOutcome
{
    /// <summary>It is new. 201.</summary>
    Created,

    /// <summary>It was there and is as asked now. 200.</summary>
    Replaced,

    /// <summary>It was as asked already; nothing was written. 200.</summary>
    Unchanged,

    /// <summary>It is gone. 204.</summary>
    Deleted,

    /// <summary>There is no such thing. 404.</summary>
    NotFound,

    /// <summary>It exists, the file declares it, or others depend on it; <see cref="Written{T}.Detail"/> says which. 409.</summary>
    Conflict,

    /// <summary>It changed since it was read. 412.</summary>
    PreconditionFailed,

    /// <summary>The description can't be used; <see cref="Written{T}.Problems"/> says why. 400, or 422 when <see cref="Written{T}.Unprocessable"/>.</summary>
    Invalid,
}

/// <summary>What came of a write.</summary>
/// <param name="Value">What holds now; what held until now after a removal; null after a refusal.</param>
/// <param name="Detail">For a refusal: one sentence for a person.</param>
internal sealed record Written<T>(WriteOutcome Outcome, T? Value = null, string? Detail = null)
    where T : class
{
    /// <summary>What is wrong with the description, all at once.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Whether the write was carried out, or was not needed.</summary>
    public bool Done => Outcome is WriteOutcome.Created or WriteOutcome.Replaced or WriteOutcome.Unchanged or WriteOutcome.Deleted;

    /// <summary>Readable but not possible: 422 and not 400.</summary>
    public bool Unprocessable => Problems.Count > 0 && Problems.All(problem => problem.Conflict);
}
