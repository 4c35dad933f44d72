using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Health.Resources;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Commands.Once;

/// <summary>Shows what this machine uses, or processes of it.</summary>
internal sealed class ResourcesCommand : Verb
{
    private const double Megabyte = 1024 * 1024;

    private readonly Argument<string?> _process;
    private readonly OutputPart _output;

    public ResourcesCommand(Terminal terminal)
        : base(terminal, "resources", "Show CPU, memory, disk and network of this machine, or of a process", "hale resources", "hale resources postgres --output json")
    {
        Note = "Usage is measured over half a second. Exit code: 4 when there is no process of that name.";
        _process = new("PROCESS") { Description = "A program's name; python also means python3.11", Arity = ArgumentArity.ZeroOrOne };
        Add(_process);
        _output = Use(new OutputPart(terminal));
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel) =>
        given.GetValue(_process) is { } name ? ProcessAsync(given, name, cancel) : MachineAsync(given, cancel);

    private async Task<int> MachineAsync(ParseResult given, CancellationToken cancel)
    {
        var use = await new MachineMeter(Terminal.Time).ReadAsync(cancel);
        var disk = DiskUse.Of(DiskUse.SystemPath);
        if (_output.ForPeople(given))
            Show(use, disk);
        else
            _output.Write(given, Json(use, disk));
        return Exit.Ok;
    }

    private void Show(MachineUse use, DiskUse disk) => new Screen(Terminal).Pairs(
        ("cpu", $"{Percent(use.CpuPercent)} of {Environment.ProcessorCount} processors"),
        ("memory", $"{Size(use.MemoryBytes)} of {Size(use.MemoryTotalBytes)} ({Percent(use.MemoryPercent)})"),
        ("disk", $"{Percent(disk.Percent)} of {Screen.Text(disk.Path)}, {Size(disk.FreeBytes)} free"),
        ("network", string.Create(CultureInfo.InvariantCulture, $"{use.ReceivedMbps:0.##} Mbps received, {use.SentMbps:0.##} Mbps sent")),
        ("container", use.Container is { } container ? Container(container) : null));

    private static string Container(ContainerUse use) => string.Join(
        ", ",
        new[]
        {
            use.CpuPercent is { } cpu ? $"{Percent(cpu)} of its processor time" : null,
            use.MemoryPercent is { } memory ? $"{Size(use.MemoryBytes!.Value)} of {Size(use.MemoryLimitBytes!.Value)} ({Percent(memory)})" : null,
        }.OfType<string>());

    private static JsonObject Json(MachineUse use, DiskUse disk)
    {
        var json = new JsonObject
        {
            ["cpu_usage_percent"] = Rounded(use.CpuPercent),
            ["memory_usage_mb"] = Rounded(use.MemoryBytes / Megabyte),
            ["memory_total_mb"] = Rounded(use.MemoryTotalBytes / Megabyte),
            ["disk_usage_percent"] = Rounded(disk.Percent),
            ["disk_free_mb"] = Rounded(disk.FreeBytes / Megabyte),
            ["disk"] = disk.Path,
            ["network_io_mbps"] = Rounded(use.ReceivedMbps + use.SentMbps),
        };
        if (use.Container is { } container)
            json["container"] = new JsonObject
            {
                ["cpu_usage_percent"] = Rounded(container.CpuPercent),
                ["memory_usage_mb"] = Rounded(container.MemoryBytes / Megabyte),
                ["memory_limit_mb"] = Rounded(container.MemoryLimitBytes / Megabyte),
            };
        return json;
    }

    private async Task<int> ProcessAsync(ParseResult given, string name, CancellationToken cancel)
    {
        var processes = IProcesses.OfThisMachine(Terminal.Time);
        if (await new ProcessMeter(Terminal.Time, () => processes.Named(name, versions: true)).ReadAsync(cancel) is not { } use)
        {
            await Terminal.Error.WriteLineAsync($"hale: there is no process named {name}");
            return Exit.NotFound;
        }

        if (_output.ForPeople(given))
            new Screen(Terminal).Pairs(
                ("processes", use.Count.ToString(CultureInfo.InvariantCulture)), ("cpu", $"{Percent(use.CpuPercent)} (100 % is one processor)"),
                ("memory", Size(use.MemoryBytes)), ("up", Durations.Format(TimeSpan.FromSeconds(Math.Floor(use.Age.TotalSeconds)))));
        else
            _output.Write(given, new JsonObject
            {
                ["process"] = name,
                ["count"] = use.Count,
                ["cpu_usage_percent"] = Rounded(use.CpuPercent),
                ["memory_usage_mb"] = Rounded(use.MemoryBytes / Megabyte),
                ["uptime_seconds"] = Math.Floor(use.Age.TotalSeconds),
            });
        return Exit.Ok;
    }

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 2) : null;

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.#} %");

    private static string Size(long bytes) => bytes >= 1024 * Megabyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte / 1024:0.##} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:0.#} MB");
}
