using System.CommandLine;

namespace Hale.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. All(Root()).Select(PathOf)];

    [Fact]
    public async Task Hale_Alone_ShowsEveryCommand()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync());
        Assert.All(Root().Subcommands, command => Assert.Contains($"\n  {command.Name} ", rig.Output, StringComparison.Ordinal));
        Assert.Equal(3, rig.Output.Split("\nExamples:\n")[1].Split('\n').TakeWhile(line => line.StartsWith("  hale ", StringComparison.Ordinal)).Count());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_AskedForHelp_SaysWhatItDoesAndShowsAnExample(string path)
    {
        var rig = new Rig();
        var command = All(Root()).Single(each => PathOf(each) == path);
        Assert.Equal(Exit.Ok, await rig.RunAsync([.. path.Split(' ')[1..], "--help"]));
        Assert.NotEmpty(command.Description!);
        Assert.Contains(command.Description!, rig.Output, StringComparison.Ordinal);
        Assert.Contains("\nExamples:\n  hale ", rig.Output, StringComparison.Ordinal);
        Assert.Empty(rig.Error);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_EachExample_IsACommandLineThatWorks(string path)
    {
        var command = All(Root()).Single(each => PathOf(each) == path);
        foreach (var example in command is Verb verb ? verb.Examples : [])
        {
            var line = example.Split([" > ", " && "], StringSplitOptions.None)[0];
            var given = Root().Parse(line["hale ".Length..]);
            Assert.Empty(given.Errors);
            Assert.Equal(path, PathOf(given.CommandResult.Command));
        }
    }

    [Fact]
    public void Options_OfEveryCommand_SayWhatTheyAre() =>
        Assert.All(All(Root()).SelectMany(command => command.Options), option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));

    [Fact]
    public async Task Serve_Help_NamesEverySettingOfTheHub()
    {
        var rig = new Rig();
        await rig.RunAsync("serve", "--help");
        Assert.All(Server.Config.SettingsReader.Names, name =>
        {
            Assert.Contains($"--{name}", rig.Output, StringComparison.Ordinal);
            Assert.Contains($"HALE_{name.ToUpperInvariant().Replace('-', '_')}", rig.Output, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("statsu", "status")]
    [InlineData("services lst", "list")]
    [InlineData("services list --projet x", "--project")]
    public async Task Word_Misspelt_IsAnsweredWithTheNearest(string line, string meant)
    {
        var rig = new Rig();
        Assert.Equal(Exit.Usage, await rig.RunAsync(line.Split(' ')));
        Assert.Contains($"did you mean '{meant}'?", rig.Error, StringComparison.Ordinal);
        Assert.Empty(rig.Output);
    }

    /// <summary>A hub's own are how it runs: what it writes is its log.</summary>
    [Fact]
    public void Output_IsAnOptionOfEveryCommandButTheHubs() => Assert.Equal(
        ["hale serve", "hale demo"], All(Root()).OfType<Verb>().Where(verb => verb.Options.All(option => option.Name != "--output")).Select(PathOf));

    [Theory]
    [InlineData("services get", "ID: is missing; needed: the service's id")]
    [InlineData("explain", "ID: is missing; needed: the service's id")]
    [InlineData("version --output xml", "--output: found \"xml\"; allowed: json, table, yaml")]
    [InlineData("version -o xml", "--output: found \"xml\"; allowed: json, table, yaml")]
    [InlineData("version -o json -o yaml", "--output: found 2 values; allowed: one")]
    [InlineData("services list --status foo", "--status: found \"foo\"; allowed: degraded, down, unknown, up")]
    [InlineData("services list --limit many", "--limit: found \"many\"; allowed: a whole number")]
    [InlineData("services set a --retries x", "--retries: found \"x\"; allowed: a whole number")]
    [InlineData("services set a --retries", "--retries: is missing; needed: failures in a row that change nothing")]
    [InlineData("services set a --critical maybe", "--critical: found \"maybe\"; allowed: true, false")]
    [InlineData("wait http://x --interval", "--interval: is missing; needed: from one attempt to the next")]
    [InlineData("completion tcsh", "SHELL: found \"tcsh\"; allowed: bash, fish, zsh")]
    [InlineData("config check --config hale.yaml", "unknown option '--config'")]
    [InlineData("config check --allow-exe", "unknown option '--allow-exe'; did you mean '--allow-exec'?")]
    [InlineData("services list --foo bar", "unknown option '--foo'")]
    [InlineData("services list extra", "unknown argument 'extra'")]
    [InlineData("status --hub nowhere://x", "*")]
    public async Task Line_ThatCantBeUsed_EndsWithThreeAndSaysWhatIsAllowed(string line, string said)
    {
        var rig = new Rig();
        Assert.Equal(Exit.Usage, await rig.RunAsync(line.Split(' ')));
        Assert.StartsWith("hale: ", rig.Error, StringComparison.Ordinal);
        if (said != "*")
            Assert.Equal($"hale: {said}", rig.Error.Split('\n')[0]);
        Assert.Contains("--help", rig.Error, StringComparison.Ordinal);
        Assert.Empty(rig.Output);
    }

    [Fact]
    public async Task Version_AsJson_NamesVersionAndRevision()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("version", "--output", "json"));
        Assert.Equal("0.1.0", (string?)System.Text.Json.Nodes.JsonNode.Parse(rig.Output)!["version"]);
    }

    private static RootCommand Root() => Catalog.Root(new Rig().Terminal);

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(sub => All(sub).Prepend(sub));

    private static string PathOf(Command command) =>
        command is RootCommand ? "hale" : $"{PathOf((Command)command.Parents.Single())} {command.Name}";
}
