using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

public sealed class ResourcesTests
{
    [Fact]
    public async Task Resources_OfThisMachine_AreShown()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("resources"));
        Assert.All(["cpu ", "memory ", "disk ", "network "], name => Assert.Contains(rig.Output.Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Resources_AsJson_HaveTheNamesOfTheExport()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("resources", "--output", "json"));
        var json = JsonNode.Parse(rig.Output)!;
        Assert.InRange((double)json["cpu_usage_percent"]!, 0, 100);
        Assert.InRange((double)json["memory_usage_mb"]!, 1, (double)json["memory_total_mb"]!);
        Assert.InRange((double)json["disk_usage_percent"]!, 0.01, 100);
        Assert.InRange((double)json["network_io_mbps"]!, 0, double.MaxValue);
    }

    [Fact]
    public async Task Resources_OfAProcess_AreShown()
    {
        await using var program = await NamedProgram.ShellAsync("while :; do :; done");
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("resources", program.Name, "--output", "json"));
        var json = JsonNode.Parse(rig.Output)!;
        Assert.Equal((program.Name, 1), ((string?)json["process"], (int)json["count"]!));
        Assert.True((double)json["cpu_usage_percent"]! > 0, rig.Output);
        Assert.True((double)json["memory_usage_mb"]! > 0, rig.Output);

        var shown = new Rig();
        Assert.Equal(Exit.Ok, await shown.RunAsync("resources", program.Name));
        Assert.Contains("(100 % is one processor)", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_OfAProcessThatIsNotThere_EndWithFour()
    {
        var (rig, name) = (new Rig(), NamedProgram.SomeName());
        Assert.Equal(Exit.NotFound, await rig.RunAsync("resources", name));
        Assert.Equal($"hale: there is no process named {name}\n", rig.Error);
        Assert.Empty(rig.Output);
    }
}
