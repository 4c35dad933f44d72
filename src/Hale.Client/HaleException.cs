using System.Net;

namespace Hale.Client;

/// <summary>A hub refused, or could not be asked.</summary>
public class HaleException : Exception
{
    /// <summary>Makes one.</summary>
    public HaleException(string message, ProblemView? problem = null, Exception? inner = null) : base(message, inner) => Problem = problem;

    /// <summary>What the hub said, when it said something.</summary>
    public ProblemView? Problem { get; }

    /// <summary>The HTTP status, when an answer came.</summary>
    public HttpStatusCode? Status => Problem is { Status: > 0 } problem ? (HttpStatusCode)problem.Status : null;
}

/// <summary>There is no such thing.</summary>
public sealed class HaleNotFoundException : HaleException
{
    /// <summary>Makes one.</summary>
    public HaleNotFoundException(string kind, string id, ProblemView? problem = null) : base($"{kind} '{id}' does not exist", problem)
    {
        Kind = kind;
        Id = id;
    }

    /// <summary>What was asked for: <c>service</c>, <c>project</c>, <c>target</c>.</summary>
    public string Kind { get; }

    /// <summary>The id that nobody has; a target's is <c>project:target</c>.</summary>
    public string Id { get; }
}

/// <summary>The hub's state does not allow it: taken, changed in between, needed by others, or declared by the file.</summary>
public sealed class HaleConflictException : HaleException
{
    /// <summary>Makes one.</summary>
    public HaleConflictException(string message, ProblemView? problem = null) : base(message, problem)
    {
    }

    /// <summary>Whether the etag that was sent is no longer the current one.</summary>
    public bool Stale => Status is HttpStatusCode.PreconditionFailed;
}

/// <summary>What was sent can't be used.</summary>
public sealed class HaleInvalidException : HaleException
{
    /// <summary>Makes one.</summary>
    public HaleInvalidException(string message, ProblemView? problem = null) : base(message, problem)
    {
    }

    /// <summary>What is wrong with which field, and what is allowed; empty when the whole can't be read.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => Problem?.Errors ?? new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>No hub answers.</summary>
public sealed class HaleUnreachableException : HaleException
{
    /// <summary>Makes one.</summary>
    public HaleUnreachableException(Uri address, string reason, Exception? inner = null)
        : base($"no hub answers at {address.GetLeftPart(UriPartial.Path).TrimEnd('/')}: {reason}", inner: inner)
    {
        Address = address;
        Reason = reason;
    }

    /// <summary>Where it was looked for.</summary>
    public Uri Address { get; }

    /// <summary>Why it could not be asked.</summary>
    public string Reason { get; }

    /// <summary>What to do about it.</summary>
    public string Hint => Address.IsLoopback ? "start one with: hale serve" : "is the address right, and may this machine reach it?";
}
