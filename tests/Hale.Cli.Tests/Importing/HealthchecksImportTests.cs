using Hale.Cli.Importing;

namespace Hale.Cli.Tests.Importing;

public sealed class HealthchecksImportTests
{
    private static readonly Reading Checks = Reading.Of(new HealthchecksImport(), new(Reading.Fixture("healthchecks.json")));

    [Theory]
    [InlineData("healthchecks-nightly-backup", """
        {'project':'healthchecks','name':'Nightly backup','check':{'type':'heartbeat','token':'5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278','grace':'1h'},'interval':'1d',
        'labels':{'prod':'true','db':'true','team':'core'}}
        """)]
    [InlineData("healthchecks-invoices", """
        {'project':'healthchecks','name':'Invoices','check':{'type':'heartbeat','token':'0c8983c9-9d73-446f-adb5-0641fdacc9d4','schedule':'30 2 * * MON-FRI',
        'time_zone':'Europe/Berlin','grace':'20m'},'paused':true}
        """)]
    [InlineData("healthchecks-check-3", "{'project':'healthchecks','name':'check-3','check':{'type':'heartbeat','grace':'5m'},'interval':'31d'}")]
    public void Check_OfTheApi_BecomesAHeartbeat(string id, string expected) => Checks.Is(id, expected);

    [Theory]
    [InlineData("Nightly backup: channels: not carried over: ")]
    [InlineData("Nightly backup: desc: not carried over: ")]
    [InlineData("Invoices: methods: not carried over: ")]
    [InlineData("Invoices: subject: not carried over: ")]
    [InlineData("check-3: ping_url: found none")]
    [InlineData("check-3: timeout: found 365d; allowed: 1s to 31d; it is 31d")]
    [InlineData("Timer: check.schedule: found \"Mon..Fri 02:30\"; allowed: a cron expression")]
    public void What_HasNoPlaceInHale_IsTold(string finding) => Checks.Tells(finding);

    [Fact]
    public void Findings_OfTheApi_AreNoMoreThanThose() => Assert.Equal(7, Checks.Findings.Count);

    [Theory]
    [InlineData("[{\"name\":\"a\",\"timeout\":60}]")]
    [InlineData("{\"name\":\"a\",\"timeout\":60}")]
    [InlineData("\uFEFF{\"checks\":[{\"name\":\"a\",\"timeout\":60}]}")]
    public void Answer_OfWhicheverShape_IsRead(string text) =>
        Reading.Of(new HealthchecksImport(), new(Reading.Written(text)))
            .Is("healthchecks-a", "{'project':'healthchecks','name':'a','check':{'type':'heartbeat'},'interval':'1m'}");

    [Theory]
    [InlineData("", "found a file that is not JSON")]
    [InlineData("{\"monitorList\":[]}", "found a mapping with monitorList; allowed: the JSON of Healthchecks' API")]
    [InlineData("\"secret\"", "found one value; allowed: the JSON of Healthchecks' API")]
    public void File_OfAnotherSort_IsRefusedWithWhatWasFound(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Reading.Of(new HealthchecksImport(), new(Reading.Written(text)))).Message, StringComparison.Ordinal);
}
