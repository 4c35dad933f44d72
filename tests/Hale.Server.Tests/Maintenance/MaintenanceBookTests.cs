using Hale.Server.Maintenance;
using Hale.Server.Registry;

namespace Hale.Server.Tests.Maintenance;

public sealed class MaintenanceBookTests
{
    private const string Once = "'from':'2026-11-05T11:00:00Z','to':'2026-11-05T12:00:00Z'";
    private const string Nightly = "'from':'2026-01-01T00:00:00Z','cron':'30 2 * * *','duration':'1h','time_zone':'Europe/Berlin'";

    [Theory]
    [InlineData("{}", "title: is missing; needed: a sentence for people, such as \"The database is moved\"")]
    [InlineData("{}", "from: is missing; needed: a time such as 2026-11-05T10:00:00Z, of the years 2000 to 2199")]
    [InlineData("{}", "to: is missing; needed: when it ends; or cron and duration, for one that comes round")]
    [InlineData("{'title':' '}", "title: found \" \"; allowed: 1 to 200 characters")]
    [InlineData("{'from':'tomorrow'}", "from: found \"tomorrow\"; allowed: a time such as 2026-11-05T10:00:00Z, of the years 2000 to 2199")]
    [InlineData("{'from':'1999-12-31T23:59:59Z'}", "from: found \"1999-12-31T23:59:59Z\"; allowed: a time such as")]
    [InlineData("{'from':'2026-11-05T11:00:00Z','to':'2026-11-05T12:00:00+01:00'}", "to: found \"2026-11-05T12:00:00+01:00\"; allowed: a time after from")]
    [InlineData("{'from':'2026-11-05T11:00:00Z','to':'2027-11-06T11:00:01Z'}", "to: found \"2027-11-06T11:00:01Z\"; allowed: a time at most 366d after from")]
    [InlineData("{'duration':'1h'}", "duration: found \"1h\"; allowed: only with cron; a window that comes once has from and to")]
    [InlineData("{'time_zone':'Europe/Berlin'}", "time_zone: found \"Europe/Berlin\"; allowed: only with cron")]
    [InlineData("{'cron':'30 2 * * *'}", "duration: is missing; needed: how long each time lasts, 1m to 7d")]
    [InlineData("{'cron':'30 2 * * *','duration':'8d'}", "duration: found \"8d\"; allowed: a duration from 1m to 7d, such as 30s, 5m or 1h30m")]
    [InlineData("{'cron':'61 2 * * *','duration':'1h'}", "cron: found \"61 2 * * *\"; allowed: a cron expression of five fields")]
    [InlineData("{'cron':'0 2 * * *','duration':'1h','time_zone':'Mars'}", "time_zone: found \"Mars\"; allowed: the IANA name of a time zone, such as Europe/Berlin")]
    [InlineData("{'title':'t','from':'2026-11-05T11:00:00Z','cron':'*/30 * * * *','duration':'1m'}", "cron: found \"*/30 * * * *\"; allowed: what comes round at most 10000 times in a year, such as every hour")]
    [InlineData("{'services':[]}", "services: found a list; allowed: 1 to 1000 names, or no field at all")]
    [InlineData("{'labels':{}}", "labels: found a mapping; allowed: 1 to 1000 labels, or none and no field")]
    [InlineData("{'service':'shop-api'}", "service: unknown key; did you mean services? allowed: cron, duration, from, id, labels, projects, services, time_zone, title, to")]
    [InlineData("{'id':'other'}", "id: found \"other\"; allowed: \"w\" as in the URL, or nothing")]
    [InlineData("[]", ": must be a mapping, found a list")]
    public async Task Put_SomethingElse_NamesTheFieldAndWhatIsAllowed(string json, string problem)
    {
        var desk = await MaintenanceDesk.OpenAsync();

        var written = await desk.PutAsync("w", json);

        Assert.Equal((WriteOutcome.Invalid, 0), (written.Outcome, desk.Store.Writes));
        Assert.Contains(written.Problems, each => $"{each.Path}: {each.Message}".StartsWith(problem, StringComparison.Ordinal));
        Assert.False(written.Unprocessable);
    }

    [Fact]
    public async Task Put_OfWhatIsNotThere_IsNotPossible_ButWhatWasNamedBeforeStays()
    {
        var desk = await MaintenanceDesk.OpenAsync();

        var written = await desk.PutAsync("w", $"{{'title':'t',{Once},'projects':['shops'],'services':['shop-apy','shop:production','far']}}");

        Assert.True(written.Unprocessable);
        Assert.Equal(
            [
                "projects: found \"shops\"; did you mean shop? allowed: the id of a project",
                "services: found \"far\"; allowed: the id of a service, or project:target",
                "services: found \"shop-apy\"; did you mean shop-api? allowed: the id of a service, or project:target",
            ],
            written.Problems.Select(each => $"{each.Path}: {each.Message}"));

        await desk.SetAsync("w", $"{Once},'services':['inner-queue']");
        await desk.Registry.FileAsync("projects: { shop: { services: { api: { check: \"http://api.test/health\" } } } }");
        Assert.Equal(WriteOutcome.Replaced, (await desk.PutAsync("w", $"{{'title':'again',{Once},'services':['inner-queue']}}")).Outcome);
    }

    [Fact]
    public async Task Put_Get_Delete_AreKeptOverARestart()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        var once = await desk.SetAsync("once", $"{Once},'labels':{{'team':'core'}}");
        var nightly = await desk.SetAsync("nightly", $"{Nightly},'projects':['shop'],'services':['inner-queue','shop:production']");
        await desk.SetAsync("gone", Once);
        Assert.Equal(WriteOutcome.Deleted, (await desk.DeleteAsync("gone")).Outcome);

        var later = await desk.RestartAsync();

        Assert.Equal(["nightly", "once"], later.Book.All.Select(each => each.Id));
        Assert.Equal((once.Declared, once.From, once.To), (later.Book.Find("once")!.Declared, later.Book.Find("once")!.From, later.Book.Find("once")!.To));
        Assert.Equal((nightly.Declared, nightly.Of.Key), (later.Book.Find("nightly")!.Declared, later.Book.Find("nightly")!.Of.Key));
        Assert.Equal(("30 2 * * *", "Europe/Berlin", TimeSpan.FromHours(1)), later.Book.Find("nightly")!.Recurs is { } recurs ? (recurs.Cron, recurs.TimeZone, recurs.Duration) : default);
        Assert.Equal(WriteOutcome.NotFound, (await later.DeleteAsync("gone")).Outcome);
    }

    [Fact]
    public async Task Load_OfWhatCantBeRead_LeavesItAloneAndTakesTheOthers()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        await desk.SetAsync("good", Once);
        desk.Store.Rows["bad"] = new("bad", "{\"title\":\"t\"}", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

        var later = await desk.RestartAsync();

        Assert.Equal(["good"], later.Book.All.Select(each => each.Id));
        Assert.Equal(["bad", "good"], desk.Store.Rows.Keys);
    }

    [Fact]
    public async Task Put_TheSameAgain_WritesNothing_AndIfMatchHolds()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        var first = await desk.SetAsync("w", Once);
        Assert.Equal((WriteOutcome.Unchanged, 1), ((await desk.PutAsync("w", $"{{'title':'t',{Once}}}")).Outcome, desk.Store.Writes));

        Assert.Equal(WriteOutcome.PreconditionFailed, (await desk.PutAsync("w", $"{{'title':'u',{Once}}}", new(IfMatch: "\"0000\""))).Outcome);
        Assert.Equal(WriteOutcome.PreconditionFailed, (await desk.DeleteAsync("w", new(IfMatch: "\"0000\""))).Outcome);
        Assert.Equal(WriteOutcome.PreconditionFailed, (await desk.PutAsync("x", $"{{'title':'u',{Once}}}", new(IfMatch: "*"))).Outcome);
        var second = await desk.PutAsync("w", $"{{'title':'u',{Once}}}", new(IfMatch: $"\"{first.Declared.Etag}\""));

        Assert.Equal((WriteOutcome.Replaced, "u", first.Declared.CreatedAt), (second.Outcome, second.Value!.Title, second.Value.Declared.CreatedAt));
        Assert.NotEqual(first.Declared.Etag, second.Value.Declared.Etag);
    }

    [Fact]
    public async Task DryRun_And_AStoreThatFails_ChangeNothing()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        Assert.Equal(WriteOutcome.Created, (await desk.PutAsync("w", $"{{'title':'t',{Once}}}", new(DryRun: true))).Outcome);
        Assert.Empty(desk.Book.All);
        await desk.SetAsync("w", Once);
        Assert.Equal(WriteOutcome.Deleted, (await desk.DeleteAsync("w", new(DryRun: true))).Outcome);

        desk.Store.Fails = new IOException("no disk");

        await Assert.ThrowsAsync<IOException>(() => desk.PutAsync("w", $"{{'title':'u',{Once}}}"));
        await Assert.ThrowsAsync<IOException>(() => desk.DeleteAsync("w"));
        Assert.Equal("t", desk.Book.Find("w")!.Title);
    }

    [Fact]
    public async Task Put_MoreThanThereMayBe_IsRefused_AndReplacingIsNot()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        for (var i = 0; i < MaintenanceReader.Most; i++)
            await desk.SetAsync($"w{i}", Once);

        var more = await desk.PutAsync("more", $"{{'title':'t',{Once}}}");

        Assert.Equal((true, "found 1000 windows of maintenance; allowed: 1000 at most"), (more.Unprocessable, more.Problems.Single().Message));
        Assert.Equal(WriteOutcome.Replaced, (await desk.PutAsync("w0", $"{{'title':'u',{Once}}}")).Outcome);
    }

    [Fact]
    public async Task Put_WhatTogetherComesRoundTooOften_IsRefused()
    {
        var desk = await MaintenanceDesk.OpenAsync();
        const string Hourly = "'from':'2026-01-01T00:00:00Z','cron':'0 * * * *','duration':'1m'";
        var room = MaintenanceBook.MostAYearOfAll / (366 * 24);
        for (var i = 0; i < room; i++)
            await desk.SetAsync($"w{i}", Hourly);

        var more = await desk.PutAsync("more", $"{{'title':'t',{Hourly}}}");

        Assert.StartsWith($"found {(room + 1) * 366 * 24} times in a year, of all windows together; allowed: 400000 at most", more.Problems.Single().Message, StringComparison.Ordinal);
        Assert.Equal(WriteOutcome.Replaced, (await desk.PutAsync("w0", $"{{'title':'u',{Hourly}}}")).Outcome);
    }

    // The desk's clock stands at 2026-11-05T10:00:00Z.
    [Theory]
    [InlineData("'from':'2026-11-05T10:00:00Z','to':'2026-11-05T12:00:00Z'", "Active 11-05T10:00 11-05T12:00")]
    [InlineData("'from':'2026-11-05T09:00:00Z','to':'2026-11-05T10:00:00Z'", "Over")]
    [InlineData("'from':'2026-11-05T10:00:01Z','to':'2026-11-05T12:00:00Z'", "Planned 11-05T10:00 11-05T12:00")]
    [InlineData("'from':'2026-01-01T00:00:00Z','cron':'30 2 * * *','duration':'1h','time_zone':'Europe/Berlin'", "Planned 11-06T01:30 11-06T02:30")]
    [InlineData("'from':'2026-01-01T00:00:00Z','cron':'30 9 * * *','duration':'1h'", "Active 11-05T09:30 11-05T10:30")]
    [InlineData("'from':'2026-01-01T00:00:00Z','cron':'0 * * * *','duration':'3h'", "Active 11-05T10:00 11-05T13:00")]
    [InlineData("'from':'2026-01-01T00:00:00Z','to':'2026-11-05T10:15:00Z','cron':'30 9 * * *','duration':'1h'", "Active 11-05T09:30 11-05T10:15")]
    [InlineData("'from':'2026-01-01T00:00:00Z','to':'2026-11-05T09:45:00Z','cron':'30 9 * * *','duration':'1h'", "Over")]
    [InlineData("'from':'2026-11-05T09:45:00Z','cron':'30 9 * * *','duration':'1h'", "Planned 11-06T09:30 11-06T10:30")]
    [InlineData("'from':'2026-12-01T09:30:00Z','cron':'30 9 * * *','duration':'1h'", "Planned 12-01T09:30 12-01T10:30")]
    public async Task StandOf_AWindow_IsTheTimeThatItIsOpenOrWillBeNext(string when, string expected)
    {
        var desk = await MaintenanceDesk.OpenAsync();
        var window = await desk.SetAsync("w", when);

        var stand = desk.Book.StandOf(window);

        Assert.Equal(expected, stand.Now is { } now ? $"{stand.State} {now.From:MM-dd'T'HH:mm} {now.To:MM-dd'T'HH:mm}" : $"{stand.State}");
    }
}
