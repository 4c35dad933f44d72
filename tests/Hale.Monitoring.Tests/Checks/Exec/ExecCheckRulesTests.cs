using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Tests.Checks.Exec;

public sealed class ExecCheckRulesTests
{
    private const string Allowed = "allowed: a list of a program and its arguments, such as [/usr/local/bin/probe, --fast]; no shell reads it";
    private readonly Probe _probe = new();

    [Theory]
    [InlineData("exec:", "check.command: is missing; needed: a list of a program and its arguments, such as [/usr/local/bin/probe, --fast]")]
    [InlineData("exec: rm -rf /", "check.url: found \"exec: rm -rf /\"; allowed: exec: alone, with command beside it: {type: exec, command: [program, argument]}")]
    [InlineData("""{"type":"exec","command":"df -h"}""", "check.command: found \"df -h\"; " + Allowed)]
    [InlineData("""{"type":"exec","command":[]}""", "check.command: found a list; " + Allowed)]
    [InlineData("""{"type":"exec","command":[" "]}""", "check.command: found a list; " + Allowed)]
    [InlineData("""{"type":"exec","command":["df",["-h"]]}""", "check.command: found a list; " + Allowed)]
    [InlineData("""{"type":"exec","command":["df"],"cwd":"var"}""", "check.cwd: found \"var\"; allowed: a whole path such as /var/lib/shop")]
    [InlineData("""{"type":"exec","command":["df"],"env":{"A=B":"x"}}""", "check.env: found \"A=B\"; allowed: names without =")]
    [InlineData("""{"type":"exec","command":["df"],"nagios":"si"}""", "check.nagios: found \"si\"; allowed: true or false")]
    [InlineData("""{"type":"exec","command":["df"],"arguments":["-h"]}""", "check.arguments: unknown key; allowed: command, cwd, env, nagios, type, url")]
    [InlineData("""{"type":"exec","command":["x","--password=***"]}""",
        "check.command: found \"***\"; allowed: *** only where the check in force has that credential in the same command; otherwise give it again")]
    [InlineData("""{"type":"exec","command":["x"],"env":{"TOKEN":"***"}}""",
        "check.env.TOKEN: found \"***\"; allowed: *** only where the check in force has that credential for the same command; otherwise give it again")]
    public void Description_ThatMakesNoSense_IsToldWithItsField(string described, string problem) => Assert.Equal(problem, _probe.Problems(described));

    [Theory]
    [InlineData("""{"type":"exec","command":["/bin/df","-h"]}""")]
    [InlineData("""{"type":"exec","command":["df","--token=abc"],"env":{"A":"1","PASSWORD":"x"},"cwd":"/var","nagios":true}""")]
    public void Description_Whole_IsReadBackAsItWas(string described) =>
        Assert.Equal(described, _probe.Spec(described).Options.Describe(secrets: true).ToJsonString());

    [Fact]
    public void Description_ForOthers_MasksCredentials() => Assert.Equal(
        """{"type":"exec","command":["psql","postgres://me:***@db/shop","--password=***","--token","***","-v","key"],"env":{"API_KEY":"***","HOST":"db","URL":"http://a:***@b/"}}""",
        Described().Options.Describe(secrets: false).ToJsonString());

    [Fact]
    public void Mask_SentBackWithTheSameCommand_MeansAsBefore()
    {
        var before = Described();
        var again = _probe.Read(before.Options.Describe(secrets: false).ToJsonString(), new Problems(), before: before);

        Assert.Equal(before.Options, again!.Options);
        Assert.NotSame(before.Options, again.Options);
    }

    [Fact]
    public void Mask_SentBackWithAnotherCommand_IsRefused()
    {
        var problems = _probe.Problems("""{"type":"exec","command":["env"],"env":{"API_KEY":"***"}}""", before: Described());

        Assert.StartsWith("check.env.API_KEY: found \"***\"", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${DB_PASSWORD}", "***")]
    [InlineData("${file:/run/secrets/x}", "***")]
    [InlineData("${HOST}", "value")]
    public void Word_FromAVariable_IsMaskedWhereTheVariableNamesACredential(string written, string shown)
    {
        var word = new ScalarNode(ScalarKind.Text, "value") { Written = written };
        var node = new MapNode([new("type", new ScalarNode(ScalarKind.Text, "exec")), new("command", new ListNode([new ScalarNode(ScalarKind.Text, "x"), word]))]);
        var spec = CheckCatalog.Standard(TimeProvider.System, new() { AllowExec = true }).Read(node, "check", Column.Service, null, new Problems());

        Assert.Equal($$"""{"type":"exec","command":["x","{{shown}}"]}""", spec!.Options.Describe(secrets: false).ToJsonString());
    }

    [Fact]
    public void Catalog_WhereCommandsAreOff_RefusesThemAndReadsWhatIsKept()
    {
        var off = CheckCatalog.Standard(TimeProvider.System);
        var node = new MapNode([new("type", new ScalarNode(ScalarKind.Text, "exec")), new("command", new ListNode([new ScalarNode(ScalarKind.Text, "x")]))]);
        var problems = new Problems();

        Assert.Null(off.Read(node, "check", Column.Service, null, problems));
        var problem = Assert.Single(problems.All);
        Assert.True(problem.Conflict);
        Assert.Equal(
            "check.command: commands are off on this hub; needed: the setting allow_exec (--allow-exec, HALE_ALLOW_EXEC or hub.allow_exec), which is read at start",
            $"{problem.Path}: {problem.Message}");
        Assert.NotNull(off.ReadingUnder(new() { AllowExec = true }).Read(node, "check", Column.Service, null, new Problems()));
    }

    private CheckSpec Described() => _probe.Spec(
        """
        {"type":"exec","command":["psql","postgres://me:s3cret@db/shop","--password=x","--token","y","-v","key"],
         "env":{"API_KEY":"z","HOST":"db","URL":"http://a:b@b/"}}
        """);
}
