using System.Net;

namespace Hale.Server.Tests.Live;

public sealed class LiveEventsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(HttpResponseMessage Answer, StreamReader Lines)> OpenAsync(HttpClient http, LiveRig rig, string query = "", string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rig.Address, "/sse/health" + query));
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return (answer, new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel)));
    }

    private static async Task<string> EventAsync(StreamReader lines)
    {
        var all = new List<string>();
        while (await lines.ReadLineAsync(Cancel) is { Length: > 0 } line)
            all.Add(line);
        return string.Join('\n', all);
    }

    [Fact]
    public async Task Events_Stream_IdEventAndData()
    {
        await using var rig = await LiveRig.StartAsync();
        using var http = new HttpClient();
        var (answer, lines) = await OpenAsync(http, rig);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("retry: 2000", await EventAsync(lines));
        Assert.StartsWith("id: 1\nevent: snapshot\ndata: {\"type\":\"snapshot\",\"seq\":1,", await EventAsync(lines), StringComparison.Ordinal);
        rig.State.Set("a", 1);
        Assert.Equal("id: 2\nevent: service\ndata: {\"type\":\"service\",\"seq\":2,\"service\":{\"id\":\"a\",\"version\":1}}", await EventAsync(lines));
    }

    [Fact]
    public async Task Events_LastEventId_WinsOverSinceAndResumes()
    {
        await using var rig = await LiveRig.StartAsync();
        rig.State.Set("a", 1);
        rig.State.Set("a", 2);
        using var http = new HttpClient();
        var (_, lines) = await OpenAsync(http, rig, "?since=1", last: "2");

        await EventAsync(lines);
        Assert.StartsWith("id: 3\nevent: service\n", await EventAsync(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_TooMany_503()
    {
        await using var rig = await LiveRig.StartAsync(most: 0);
        using var http = new HttpClient();

        var (answer, _) = await OpenAsync(http, rig);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Events_HubStops_StreamEnds()
    {
        await using var rig = await LiveRig.StartAsync();
        using var http = new HttpClient();
        var (_, lines) = await OpenAsync(http, rig);
        await EventAsync(lines);
        await EventAsync(lines);

        await rig.StopAsync();

        Assert.Null(await lines.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task Events_ClientLeaves_ItsSeatIsFree()
    {
        await using var rig = await LiveRig.StartAsync();
        using var http = new HttpClient();
        var (answer, lines) = await OpenAsync(http, rig, "?results=true");
        await EventAsync(lines);
        Assert.True(rig.Feed.WantsResults);

        // Ends the connection; disposing the client alone would leave a stream that is being read.
        answer.Dispose();

        await rig.Time.QuietAsync(() => !rig.Feed.WantsResults);
    }
}
