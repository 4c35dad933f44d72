using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Server.Maintenance;

namespace Hale.Server.Tests.History;

/// <summary>Windows of maintenance over a time, to the millisecond.</summary>
public sealed class MarkingTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Maintained_WithoutTimes_IsTheVerySame()
    {
        Span[] spans = [new(T0, T0.AddSeconds(1), Stance.Down)];
        Assert.Same(spans, Marking.Maintained(spans, []));
    }

    [Fact]
    public void Maintained_IsToTheMillisecond_AndTakesNothingFromPausedAndUnknown()
    {
        Span[] spans =
        [
            new(T0, T0.AddMilliseconds(10), Stance.Up), new(T0.AddMilliseconds(10), T0.AddMilliseconds(20), Stance.Down, Caused: true),
            new(T0.AddMilliseconds(20), T0.AddMilliseconds(30), Stance.Paused), new(T0.AddMilliseconds(30), T0.AddMilliseconds(40), Stance.Unknown),
            new(T0.AddMilliseconds(40), T0.AddMilliseconds(50), Stance.Degraded),
        ];

        var sum = Timeline.Sum(Marking.Maintained(spans, [new(T0.AddMilliseconds(9), T0.AddMilliseconds(41)), new(T0.AddMilliseconds(49), T0.AddDays(1))]));

        Assert.Equal(
            (9.0, 8.0, 0.0, 10.0, 10.0, 13.0, 0.0),
            (sum.Up.TotalMilliseconds, sum.Degraded.TotalMilliseconds, sum.Down.TotalMilliseconds, sum.Unknown.TotalMilliseconds, sum.Paused.TotalMilliseconds,
                sum.Maintenance.TotalMilliseconds, sum.Caused.TotalMilliseconds));
        Assert.Equal(100, sum.Percent);
    }

    /// <summary>Of spans, causes, windows and slots at random: what looking at each second by itself says.</summary>
    [Fact]
    public void Maintained_OfAnything_IsWhatEachSecondSays()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var length = random.Next(20, 200);
            var spans = Cut(random, length, random.Next(1, 12)).Select(each => new Span(T0.AddSeconds(each.From), T0.AddSeconds(each.To), (Stance)random.Next(5))).ToArray();
            var down = Cut(random, length, random.Next(1, 6)).Select(each => new Span(T0.AddSeconds(each.From), T0.AddSeconds(each.To), random.Next(2) == 0 ? Stance.Down : Stance.Up)).ToArray();
            var windows = Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(-30, length + 30)).Select(from => (From: from, To: from + random.Next(1, 40))).ToArray();
            var times = Timeline.Merge(windows.Select(each => (T0.AddSeconds(each.From), T0.AddSeconds(each.To)))).Select(each => new Stretch(each.From, each.To)).ToArray();
            var slots = random.Next(1, 9);

            var marked = Marking.Maintained(Marking.Caused(spans, [down]), times);
            var parts = Timeline.Sum(marked);
            var strip = Timeline.Slots(marked, T0, T0.AddSeconds(length * slots), slots);

            var (seconds, caused) = (new int[6], 0);
            for (var second = 0; second < length; second++)
            {
                var stance = At(spans, second);
                var known = stance is Stance.Up or Stance.Degraded or Stance.Down;
                var maintained = known && windows.Any(each => each.From <= second && second < each.To);
                seconds[(int)(maintained ? Stance.Maintenance : stance)]++;
                caused += !maintained && stance == Stance.Down && At(down, second) == Stance.Down ? 1 : 0;
            }

            Assert.Equal(
                (seed, seconds[1], seconds[2], seconds[3], seconds[0], seconds[4], seconds[5], caused),
                (seed, S(parts.Up), S(parts.Degraded), S(parts.Down), S(parts.Unknown), S(parts.Paused), S(parts.Maintenance), S(parts.Caused)));
            Assert.Equal(length, seconds.Sum());
            var worst = ((Stance[])[Stance.Down, Stance.Degraded, Stance.Maintenance, Stance.Up, Stance.Paused]).FirstOrDefault(each => seconds[(int)each] > 0, Stance.Unknown);
            Assert.Equal((seed, worst), (seed, strip[0]));
        }

        static int S(TimeSpan time) => (int)time.TotalSeconds;

        static Stance At(Span[] spans, int second) => spans.Single(span => span.From <= T0.AddSeconds(second) && T0.AddSeconds(second) < span.To).Stance;
    }

    // A time in parts, without a gap.
    private static IEnumerable<(int From, int To)> Cut(Random random, int length, int parts)
    {
        var edges = Enumerable.Range(0, parts).Select(_ => random.Next(1, length)).Append(0).Append(length).Distinct().Order().ToArray();
        return edges.Zip(edges.Skip(1));
    }
}
