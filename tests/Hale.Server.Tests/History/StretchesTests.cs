using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Keeping;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>Each row: the changes that are kept, the imported results, and the changes made of these; minutes since a moment.</summary>
public sealed class StretchesTests
{
    [Theory]
    [InlineData("", "1u 2u 3d 4u", "1>u 3>d 4>u 4>?")]
    [InlineData("", "1u", "1>u 1>?")]
    [InlineData("", "1? 2? 3u", "3>u 3>?")]
    [InlineData("", "", "")]
    // Two intervals without a result are a gap.
    [InlineData("", "1u 2u 5u 6u", "1>u 2>? 5>u 6>?")]
    // From its own first change on the hub's word counts.
    [InlineData("4u", "1u 2d 3d 4u 5u", "1>u 2>d 3>?")]
    [InlineData("4u", "4u 5d", "")]
    // What was imported before is not told again; between, before and after it is.
    [InlineData("*2u *4?", "1d 2d 3d 4d 5d", "1>d 1>? 5>d 5>?")]
    [InlineData("*2u *4? *8d *9?", "5d 6d 7d 8u 9u 10u", "5>d 7>? 10>u 10>?")]
    [InlineData("*2u *2?", "1u 3u", "1>u 1>? 3>u 3>?")]
    [InlineData("*1u *3d *4?", "1u 2u 3d 4d", "")]
    // A result that comes late says nothing.
    [InlineData("", "3u 1d 4u", "3>u 4>?")]
    public void Changes_AreMadeForWhatWasNotKnown(string kept, string results, string changes)
    {
        var stretches = new Stretches([.. Split(kept).Aggregate(new List<StatusEvent>(), Kept)], TimeSpan.FromMinutes(1));
        foreach (var each in Split(results))
            stretches.Next(new(At(each[..^1]).ToUnixTimeMilliseconds(), 0, StatusOf(each[^1]), null, null));

        var made = stretches.Done();

        Assert.Equal(changes, string.Join(' ', made.Select(step => $"{(step.At - Some.Moment).TotalMinutes}>{Letter(step.To)}")));
        Assert.All(made, step => Assert.Equal(Why.Imported, step.Why));
        Assert.True(made.Zip(made.Skip(1)).All(pair => pair.First.To == pair.Second.From));
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset At(string minute) => Some.Moment.AddMinutes(int.Parse(minute));

    private static List<StatusEvent> Kept(List<StatusEvent> before, string each)
    {
        var from = before.Count > 0 ? before[^1].Step.To : Status.Unknown;
        var imported = each[0] == '*';
        before.Add(new("a", new(At(each.TrimStart('*')[..^1]), from, StatusOf(each[^1]), imported ? Why.Imported : Why.FirstSuccess, null), null));
        return before;
    }

    private static Status StatusOf(char letter) => letter switch { 'u' => Status.Up, 'd' => Status.Down, _ => Status.Unknown };

    private static char Letter(Status status) => status switch { Status.Up => 'u', Status.Down => 'd', _ => '?' };
}
