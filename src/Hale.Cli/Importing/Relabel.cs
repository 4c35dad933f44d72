using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>Prometheus's <c>relabel_configs</c>: rules that rewrite a target's labels, one after the other, or drop it.</summary>
internal sealed class Relabel
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private readonly List<Rule> _rules = [];

    private Relabel()
    {
    }

    /// <summary>Reads the rules; what can't be read is told and left out.</summary>
    public static Relabel Read(IReadOnlyList<Node> rules, string item, Harvest harvest)
    {
        var relabel = new Relabel();
        foreach (var (index, node) in rules.Index())
        {
            if (node is not MapNode map)
                continue;
            var part = new Part(map, item, $"relabel_configs[{index}]", harvest);
            var action = (part.Text("action") ?? "replace").ToLowerInvariant();
            if (!Rule.Actions.Contains(action))
            {
                part.Lose("action", $"found {action}; allowed: {string.Join(", ", Rule.Actions)}");
                continue;
            }

            if (Pattern(part.Text("regex") ?? "(.*)") is { } regex)
            {
                // An empty replacement or separator is one that is given.
                relabel._rules.Add(new(action, part.TextList("source_labels"), part.Text("target_label") ?? "", regex)
                {
                    Separator = (part.Raw("separator") as ScalarNode)?.Text ?? ";",
                    Replacement = (part.Raw("replacement") as ScalarNode)?.Text ?? "$1",
                });
            }
            else
            {
                part.Lose("regex", "it is no regular expression that .NET can read");
            }
        }

        return relabel;
    }

    /// <summary>The labels after all rules; null when one of them drops the target.</summary>
    public Dictionary<string, string>? Apply(Dictionary<string, string> labels)
    {
        var now = new Dictionary<string, string>(labels);
        foreach (var rule in _rules)
            if (!rule.Apply(now))
                return null;
        return now;
    }

    private static Regex? Pattern(string pattern)
    {
        try
        {
            // Go's regular expressions know nothing that would need to go back.
            return new($@"^(?s:{BlackboxProbers.Pattern(pattern)})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Rule(string Action, IReadOnlyList<string> Sources, string Target, Regex Regex)
    {
        public static readonly IReadOnlyList<string> Actions =
            ["replace", "keep", "drop", "keepequal", "dropequal", "labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase"];

        public required string Separator { get; init; }

        public required string Replacement { get; init; }

        /// <summary>Rewrites the labels; false to drop the target.</summary>
        public bool Apply(Dictionary<string, string> labels)
        {
            var value = string.Join(Separator, Sources.Select(source => labels.GetValueOrDefault(source, "")));
            switch (Action)
            {
                case "keep":
                    return Regex.IsMatch(value);
                case "drop":
                    return !Regex.IsMatch(value);
                case "keepequal":
                    return value == labels.GetValueOrDefault(Target, "");
                case "dropequal":
                    return value != labels.GetValueOrDefault(Target, "");
                case "lowercase":
                    Set(labels, Target, value.ToLowerInvariant());
                    break;
                case "uppercase":
                    Set(labels, Target, value.ToUpperInvariant());
                    break;
                case "replace" when Regex.Match(value) is { Success: true } match:
                    Set(labels, match.Result(Target), match.Result(Replacement));
                    break;
                case "labelmap" or "labeldrop" or "labelkeep":
                    Names(labels);
                    break;
            }

            return true;
        }

        private void Names(Dictionary<string, string> labels)
        {
            foreach (var name in labels.Keys.ToArray())
            {
                var match = Regex.Match(name);
                if (Action == "labelmap" && match.Success)
                    labels[match.Result(Replacement)] = labels[name];
                else if (Action == "labeldrop" && match.Success || Action == "labelkeep" && !match.Success)
                    Forget(labels, name);
            }
        }

        private static void Set(Dictionary<string, string> labels, string name, string value)
        {
            if (name.Length == 0)
                return;
            if (value.Length == 0)
                Forget(labels, name);
            else
                labels[name] = value;
        }

        // What makes the URL is always there, be it empty.
        private static void Forget(Dictionary<string, string> labels, string name)
        {
            if (name is "__address__" or "__scheme__" or "__metrics_path__")
                labels[name] = "";
            else
                labels.Remove(name);
        }
    }
}
