using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.SecretRefs;

namespace Hale.Monitoring.Tests.Checks.SecretRefs;

public sealed class SecretsCheckTests
{
    [Fact]
    public async Task AllThere_IsASuccess()
    {
        var seen = await RunAsync(new("${A}", null), new("${file:/run/secrets/b}", null));
        Assert.Null(seen.Failure);
        Assert.Equal(2, seen.Details!["references"]);
    }

    [Fact]
    public async Task OneMissing_IsHardResource_WithItsNameAlone()
    {
        var seen = await RunAsync(new("${A}", null), new("${B}", "is not set"), new("${file:/run/secrets/c}", "can't be read"));
        Assert.Equal("hard Resource: ${B} is not set; ${file:/run/secrets/c} can't be read", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
        Assert.Equal(["${B}", "${file:/run/secrets/c}"], (string[])seen.Details!["missing"]!);
    }

    [Fact]
    public async Task ManyMissing_AreCounted()
    {
        var seen = await RunAsync([.. Enumerable.Range(0, 30).Select(i => new SecretReference($"${{V{i}}}", "is not set"))]);
        Assert.EndsWith("; and 20 more", seen.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiskThatIsAway_IsSoftTimeout()
    {
        using var away = new ManualResetEventSlim();
        var check = new SecretsCheck(TimeProvider.System, new()
        {
            SecretReferences = () =>
            {
                away.Wait();
                return [];
            },
        });
        var seen = await check.RunAsync(Probe.Spec("secrets:").Options, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        away.Set();
        Assert.Equal("soft Timeout: the secrets could not be read within 200ms (slow response)", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
    }

    [Fact]
    public void Read_Describe_AreTheSame()
    {
        var spec = Probe.Spec("secrets:");
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        Assert.StartsWith("check.url: found \"secrets:all\"; allowed: secrets:", Probe.Problems("secrets:all"), StringComparison.Ordinal);
    }

    private static Probe Probe { get; } = new();

    private static async Task<Observation> RunAsync(params SecretReference[] references)
    {
        var check = new SecretsCheck(TimeProvider.System, new() { SecretReferences = () => references });
        return await check.RunAsync(Probe.Spec("secrets:").Options, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }
}
