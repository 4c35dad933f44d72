using System.CommandLine;

namespace Hale.Cli;

/// <summary>The first screen: what Hale is, its commands in groups, and how to begin.</summary>
internal static class Overview
{
    private static readonly (string Title, string[] Commands)[] Groups =
    [
        ("Run a hub", ["serve", "demo", "config"]),
        ("Ask once, without a hub", ["check", "wait", "resources"]),
        ("Look", ["status", "explain", "services", "projects", "targets", "graph", "export"]),
        ("Steer", ["monitoring", "maintenance", "import"]),
        ("Keep", ["backup", "restore", "db", "migrate-store"]),
        ("This program", ["completion", "version"]),
    ];

    private static readonly string[] Examples =
    [
        "hale demo                                 a hub with a small fleet that fails now and then",
        "hale check https://example.com/health     one probe, with its evidence",
        "hale serve --config hale.yaml             watch what the file declares",
    ];

    public static void Write(RootCommand root, TextWriter output)
    {
        output.WriteLine($"{root.Description}\n\nUsage: hale <command> [options]");
        foreach (var (title, commands) in Groups)
        {
            output.WriteLine($"\n{title}:");
            foreach (var name in commands)
                output.WriteLine($"  {name,-13} {root.Subcommands.First(command => command.Name == name).Description}");
        }

        output.WriteLine($"\nExamples:\n{string.Join('\n', Examples.Select(example => "  " + example))}");
        output.WriteLine(
            """

            Each command explains itself: hale <command> --help. Commands that ask a hub take --hub URL (HALE_HUB),
            --token (HALE_TOKEN) and --output table|json|yaml.
            Exit codes: 0 well, 1 degraded, 2 down or refused, 3 usage, 4 no such thing, 5 no hub answers, 130 interrupted.
            """);
    }
}
