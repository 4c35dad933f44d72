using System.Text.Json.Nodes;

namespace Hale.Cli.Importing;

/// <summary>One of another tool's readers: from its text to services, with what has no place in Hale. Pure: the world is in the source.</summary>
internal interface IImport
{
    /// <summary>What stands behind <c>--from</c>.</summary>
    string Tool { get; }

    /// <summary>Reads everything that is there.</summary>
    /// <exception cref="UsageException">It is not this tool's file.</exception>
    Imported Read(ImportSource source);
}

/// <summary>A file.</summary>
/// <param name="Name">As the user calls it.</param>
internal sealed record SourceFile(string Name, byte[] Content)
{
    /// <summary>The text; a byte order mark is left out, and what is no UTF-8 shows as such.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Content).TrimStart('\uFEFF');
}

/// <summary>What is read, and what may be looked up on the way.</summary>
internal sealed record ImportSource(SourceFile File)
{
    /// <summary>Variables of the environment, for tools whose files name them.</summary>
    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>The files that a pattern of the source means, such as <c>targets/*.json</c>; empty where there are none.</summary>
    public Func<string, IReadOnlyList<SourceFile>> Beside { get; init; } = _ => [];

    /// <summary>The tool's database, beside its configuration; null where none is named.</summary>
    public SourceFile? History { get; init; }

    /// <summary>blackbox_exporter's file, beside Prometheus's.</summary>
    public SourceFile? Modules { get; init; }

    /// <summary>What blackbox_exporter's modules are to ask: <c>MODULE=TARGET</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
}

/// <summary>What is not carried over, or not as it was.</summary>
/// <param name="Item">The source's own name for it.</param>
/// <param name="Field">The source's own name for what it is about.</param>
internal sealed record ImportFinding(string Item, string Field, string Message)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Item}: {Field}: {Message}";
}

/// <summary>A service as the hub takes it.</summary>
/// <param name="Item">The source's own name for it.</param>
internal sealed record ImportedService(string Item, string Id, JsonObject Body);

/// <summary>What came of a source.</summary>
internal sealed record Imported(IReadOnlyList<ImportedService> Services, IReadOnlyList<ImportFinding> Findings)
{
    /// <summary>Its history, service after service, each in the order of its times; read when it is gone through.</summary>
    public IEnumerable<ImportedResult> Results { get; init; } = [];
}
