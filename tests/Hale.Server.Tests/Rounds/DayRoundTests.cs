using Hale.Server.Rounds;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Rounds;

/// <summary>Days are summed up when they are over, each once, whatever the clock does.</summary>
public sealed class DayRoundTests
{
    private static readonly DateOnly First = new(2026, 11, 2);

    // The clock begins at ten in the morning.
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 5, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task DaysThatAreOver_AreDoneOneAfterTheOther_InSteps()
    {
        var work = new Work(150);

        await PassAsync(work, TimeSpan.FromMinutes(5));

        Assert.Equal([64, 64, 22, 64, 64, 22, 64, 64, 22], work.Kept.Select(each => each.Sums));
        Assert.Equal([First, First.AddDays(1), First.AddDays(2)], work.Done);
    }

    [Fact]
    public async Task Start_GoesOnAfterTheLastOneThatWasDone()
    {
        var work = new Work(1) { Last = First };

        await PassAsync(work, TimeSpan.FromMinutes(5));

        Assert.Equal([First.AddDays(1), First.AddDays(2)], work.Done);
    }

    [Fact]
    public async Task Today_IsDoneTwoHoursAfterItsEnd()
    {
        var work = new Work(1) { Last = First.AddDays(2) };

        await PassAsync(work, TimeSpan.FromHours(15.9));
        Assert.Empty(work.Done);
        await PassAsync(work, TimeSpan.FromHours(16.5));

        Assert.Equal([First.AddDays(3)], work.Done);
    }

    /// <summary>A clock that was ahead made days end that have not.</summary>
    [Fact]
    public async Task DaysOfAClockThatWasAhead_AreDoneAgain()
    {
        var work = new Work(1) { Last = First.AddDays(30) };

        await PassAsync(work, TimeSpan.FromHours(17));

        Assert.Equal([First.AddDays(3)], work.Done);
    }

    [Fact]
    public async Task NothingHeld_NothingIsDone()
    {
        var work = new Work(0);

        await PassAsync(work, TimeSpan.FromDays(3));

        Assert.Empty(work.Kept);
    }

    private async Task PassAsync(Work work, TimeSpan by)
    {
        using var end = new CancellationTokenSource();
        var round = new DayRound<int, string>(work, TimeSpan.FromSeconds(90), _time);
        var running = TurnsAsync();
        await _time.PassAsync(by, () => round.Resting || running.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        async Task TurnsAsync()
        {
            while (true)
                await round.TurnAsync(end.Token);
        }
    }

    private sealed class Work(int held) : IDayWork<int, string>
    {
        public DateOnly? Last { get; set; }

        public List<(int Sums, DateOnly? Done)> Kept { get; } = [];

        public IEnumerable<DateOnly> Done => Kept.Where(each => each.Done is not null).Select(each => each.Done!.Value);

        public IReadOnlyList<int> All => [.. Enumerable.Range(0, held)];

        public ValueTask<string?> SumAsync(int one, DateOnly day, CancellationToken cancel) => new($"{one} {day:O}");

        public ValueTask KeepAsync(IReadOnlyList<string> sums, DateOnly? done, CancellationToken cancel)
        {
            Kept.Add((sums.Count, done));
            return default;
        }

        public ValueTask<DateOnly?> DoneAsync(CancellationToken cancel) => new(Last);

        public ValueTask<DateOnly?> OldestAsync(DateOnly? done, DateTimeOffset now, CancellationToken cancel) => new(held == 0 ? null : First);
    }
}
