using System.CommandLine;
using Hale.Cli.Commands.Look;
using Hale.Cli.Commands.Run;
using Hale.Cli.Commands.Self;

namespace Hale.Cli;

/// <summary>Every command there is.</summary>
internal static class Catalog
{
    public static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Hale tells whether what you deployed is actually working: it checks, judges, explains, and keeps the history.");
        foreach (var command in Commands(terminal))
            root.Add(command);
        root.Options.OfType<System.CommandLine.Help.HelpOption>().Single().Action = new HelpAction(asked: true);
        root.Action = new HelpAction(asked: false);
        return root;
    }

    private static IEnumerable<Command> Commands(Terminal terminal) =>
    [
        new ServeCommand(terminal),
        new DemoCommand(terminal),
        new Noun("config", "Check a declaration file; its schema", new Commands.Config.CheckCommand(terminal), new Commands.Config.SchemaCommand(terminal)),
        new Commands.Once.CheckCommand(terminal),
        new Commands.Once.WaitCommand(terminal),
        new Commands.Once.ResourcesCommand(terminal),
        new StatusCommand(terminal),
        new Noun(
            "services", "List, show, declare and check services",
            new Commands.Services.ListCommand(terminal), new Commands.Services.GetCommand(terminal), new Commands.Services.SetCommand(terminal),
            new Commands.Services.DeleteCommand(terminal), new Commands.Services.CheckCommand(terminal),
            new Commands.Services.PauseCommand(terminal, pause: true), new Commands.Services.PauseCommand(terminal, pause: false),
            new Commands.Services.HistoryCommand(terminal), new Commands.Services.EventsCommand(terminal),
            new Commands.Services.EvidenceCommand(terminal), new Commands.Services.UptimeCommand(terminal),
            new Commands.Services.TrendCommand(terminal), new Commands.Services.ResourcesCommand(terminal)),
        new Noun(
            "projects", "List, show and declare projects",
            new Commands.Projects.ListCommand(terminal), new Commands.Projects.GetCommand(terminal), new Commands.Projects.SetCommand(terminal),
            new Commands.Projects.DeleteCommand(terminal), new Commands.Projects.HealthCommand(terminal),
            new Commands.Projects.UptimeCommand(terminal), new Commands.Projects.EventsCommand(terminal)),
        new Noun(
            "targets", "List, show and declare deployments that are watched by URL",
            new Commands.Targets.ListCommand(terminal), new Commands.Targets.GetCommand(terminal), new Commands.Targets.SetCommand(terminal),
            new Commands.Targets.DeleteCommand(terminal), new Commands.Targets.UptimeCommand(terminal)),
        new Noun(
            "maintenance", "List, show and declare windows of maintenance, which uptime does not count",
            new Commands.Maintenance.ListCommand(terminal), new Commands.Maintenance.GetCommand(terminal), new Commands.Maintenance.SetCommand(terminal),
            new Commands.Maintenance.DeleteCommand(terminal)),
        new Noun(
            "monitoring", "Start, stop and force the monitors of targets",
            new Commands.Monitoring.ListCommand(terminal), new Commands.Monitoring.StartCommand(terminal), new Commands.Monitoring.StopCommand(terminal),
            new Commands.Monitoring.CheckCommand(terminal)),
        new ExplainCommand(terminal),
        new GraphCommand(terminal),
        new Commands.Data.ExportCommand(terminal),
        new Commands.Data.BackupCommand(terminal),
        new Commands.Data.RestoreCommand(terminal),
        new Commands.Data.ImportCommand(terminal),
        new Commands.Data.MigrateStoreCommand(terminal),
        new Noun("db", "Look at a hub's database and bring its schema up to date", new Commands.Db.StatusCommand(terminal), new Commands.Db.MigrateCommand(terminal)),
        new CompletionCommand(terminal),
        new VersionCommand(terminal),
    ];
}
