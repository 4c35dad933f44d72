using Hale.Monitoring.Specs;
using Hale.Server.Config;

namespace Hale.Cli.Parts;

/// <summary>
/// A check as it stands behind <c>check:</c> in <c>hale.yaml</c>, written on the command line: a URL, or a mapping in braces. In a mapping <c>${NAME}</c> and
/// <c>${file:…}</c> are replaced as there, so that no credential needs to stand on the command line, where others can read it.
/// </summary>
internal static class Written
{
    /// <summary>Whether it is a mapping.</summary>
    public static bool IsMapping(string text) => text.TrimStart().StartsWith('{');

    /// <summary>Reads a mapping.</summary>
    /// <param name="hide">Takes the replaced values out of a message.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static MapNode Mapping(Terminal terminal, string text, out Func<string, string> hide)
    {
        var problems = new Problems();
        var variables = new Variables(Lookups.Process with { Variable = terminal.Environment });
        hide = variables.Hide;
        if (new YamlReader(text, variables, problems).TryRead(out var root) && problems.None && root is MapNode map)
            return map;
        throw new UsageException(problems.None
            ? "found more than a mapping; needed: a URL, or one mapping such as {type: tcp, url: \"tcp://db:5432\"}"
            : string.Join('\n', problems.All.Select(each => Finding.Line(each, "the mapping"))));
    }
}
