namespace Hale.Cli.Demo;

/// <summary>What a simulated service does with a request.</summary>
internal abstract record Reply
{
    /// <summary>Answers after a while.</summary>
    public sealed record Text(int Status, string Body, TimeSpan After) : Reply;

    /// <summary>Takes the request and never answers.</summary>
    public sealed record Nothing : Reply;

    /// <summary>Resets the connection.</summary>
    public sealed record Reset : Reply;
}
