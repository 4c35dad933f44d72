using Hale.Monitoring.Admission;

namespace Hale.Monitoring.Tests.Admission;

public sealed class LineTests
{
    private readonly Peer _host = new("a:80");
    private readonly List<Line<int>.Turn> _turns = [];

    [Theory]
    [InlineData(4, 10)]
    [InlineData(4, 2)]
    [InlineData(100, 3)]
    public void OneHost_WhateverRunsShort_IsServedInOrder(int places, int perHost)
    {
        var line = Line(places, perHost);
        for (var i = 0; i < 20; i++)
            line.Enqueue(_host, i, TimeSpan.FromSeconds(i));
        Serve(line);
        for (var i = 0; i < 20; i++)
        {
            line.End(_host, TimeSpan.FromSeconds(100 + i));
            Serve(line);
            if (i < 10)
                line.Enqueue(_host, 20 + i, TimeSpan.FromSeconds(100 + i));
            Serve(line);
        }

        Assert.Equal(Enumerable.Range(0, _turns.Count), _turns.Select(turn => turn.Item));
        Assert.True(_turns.Count > 20, $"{_turns.Count}");
    }

    [Fact]
    public void PlacesRunShort_TheWaitIsTheHubsOwn()
    {
        // Of four places the last is for hosts of which nothing runs.
        var line = Line(places: 4, perHost: 10);
        for (var i = 0; i < 6; i++)
            line.Enqueue(_host, i, TimeSpan.FromSeconds(i));
        Serve(line);
        Assert.Equal((3, 0), (_turns.Count, line.Aside));
        Assert.Equal([3.0, 4.0, 5.0], line.Waiting.Select(due => due.TotalSeconds).Order());

        line.End(_host, TimeSpan.FromSeconds(60));
        Serve(line);
        Assert.Equal((3, TimeSpan.FromSeconds(3)), (_turns[^1].Item, _turns[^1].Due));
        Assert.Equal(2, line.Waiting.Count());
    }

    [Fact]
    public void HostIsFull_TheWaitIsItsOwn()
    {
        var line = Line(places: 100, perHost: 2);
        for (var i = 0; i < 6; i++)
            line.Enqueue(_host, i, TimeSpan.FromSeconds(i));
        Serve(line);
        Assert.Equal((2, 4), (_turns.Count, line.Aside));
        Assert.Empty(line.Waiting);

        line.End(_host, TimeSpan.FromSeconds(60));
        Serve(line);
        Assert.Equal((2, TimeSpan.FromSeconds(60)), (_turns[^1].Item, _turns[^1].Due));
    }

    private static Line<int> Line(int places, int perHost) => new(new() { InFlight = places, PerHost = perHost }, (_, _) => true);

    private void Serve(Line<int> line)
    {
        while (line.TryNext(out var turn))
            _turns.Add(turn);
    }
}
