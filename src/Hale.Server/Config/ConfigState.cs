namespace Hale.Server.Config;

/// <summary>How it stands with the declaration file, for <c>/health</c>, the log and the page.</summary>
/// <param name="FileName">The file's name as people are told it.</param>
/// <param name="Since">Since when it stands so.</param>
/// <param name="Findings">What is wrong with the file, one line each; empty while it is good. The last good one is in force.</param>
internal sealed record ConfigState(string FileName, DateTimeOffset Since, IReadOnlyList<string> Findings)
{
    /// <summary>Whether the file on disk is the one in force.</summary>
    public bool Ok => Findings.Count == 0;
}

/// <summary>The hub can't start: its file is bad and there is no last good one. The command line ends with exit code 3.</summary>
internal sealed class BadConfigException(IReadOnlyList<string> findings) : Exception(string.Join('\n', findings))
{
    /// <summary>One line per finding, for standard error.</summary>
    public IReadOnlyList<string> Findings { get; } = findings;
}
