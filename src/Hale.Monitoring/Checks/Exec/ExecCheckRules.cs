using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>Reads and checks the description of a check by a command.</summary>
internal static class ExecCheckRules
{
    private const int MostVariables = 200;
    private const int LongestValue = 8000;
    private const string MaskRule = "*** only where the check in force has that credential for the same command; otherwise give it again";

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for credentials given as <c>***</c>.</param>
    public static ExecCheckOptions? Read(Fields fields, ExecCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        if (fields.Text("url") is { } url && url is not ("exec:" or "exec://"))
            fields.Wrong("url", fields.Raw("url")!, "exec: alone, with command beside it: {type: exec, command: [program, argument]}");
        if (problems.All.Count == found)
            fields.Require("command", "a list of a program and its arguments, such as [/usr/local/bin/probe, --fast]");
        var command = CommandRules.Read(fields, before?.Command);
        var same = command is not null && before is not null && command.Select(word => word.Text).SequenceEqual(before.Command.Select(word => word.Text));
        var options = new ExecCheckOptions
        {
            Command = command ?? [],
            Env = Env(fields, same ? before!.Env : null),
            Cwd = Cwd(fields),
            Nagios = fields.Bool("nagios") ?? false,
        };
        return problems.All.Count > found ? null : options;
    }

    private static SortedDictionary<string, Word> Env(Fields fields, IReadOnlyDictionary<string, Word>? before)
    {
        var env = new SortedDictionary<string, Word>(StringComparer.Ordinal);
        if (fields.Raw("env") is MapNode { Entries.Count: > MostVariables } map)
            fields.Wrong("env", map, $"at most {MostVariables} variables");
        foreach (var (name, value) in fields.TextMap("env") ?? new Dictionary<string, string>())
        {
            var node = (ScalarNode)((MapNode)fields.Raw("env")!).Find(name)!;
            var word = Secrets.IsSecret(name) || CommandRules.IsSecret(node) ? Word.Secret(value) : Word.Of(value);
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
                fields.Wrong("env", new ScalarNode(ScalarKind.Text, name, node.At), "names without =");
            else if (value.Length > LongestValue || value.Contains('\0', StringComparison.Ordinal))
                fields.Wrong($"env.{name}", node with { Text = word.Shown }, $"at most {LongestValue} characters");
            else if (!word.Masked)
                env[name] = word;
            else if (before is not null && before.TryGetValue(name, out var was) && was.Shown == word.Shown)
                env[name] = was;
            else
                fields.Wrong($"env.{name}", node with { Text = Secrets.Mask }, MaskRule);
        }

        return env;
    }

    private static string? Cwd(Fields fields)
    {
        if (fields.Text("cwd") is not { } path)
            return null;
        if (Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal))
            return path;
        fields.Wrong("cwd", fields.Raw("cwd")!, "a whole path such as /var/lib/shop");
        return null;
    }
}
