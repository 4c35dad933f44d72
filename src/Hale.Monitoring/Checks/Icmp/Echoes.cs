using System.Globalization;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>What became of the requests of one run.</summary>
internal sealed class Echoes(int count)
{
    private readonly long[] _sent = new long[count];
    private readonly TimeSpan?[] _took = new TimeSpan?[count];
    private int _errors;

    public int Count => count;

    public int Answered => _took.Count(took => took is not null);

    /// <summary>Whether nothing more can come: each request has its echo or its error.</summary>
    public bool Settled => Answered + _errors >= count;

    public TimeSpan Average => TimeSpan.FromTicks((long)_took.OfType<TimeSpan>().Average(took => took.Ticks));

    public void Sent(int number, long at) => _sent[number] = at;

    public void Error() => _errors++;

    /// <summary>An echo came in; false when it is none of these, or comes twice.</summary>
    public bool TryAnswer(int number, Func<long, TimeSpan> since, out TimeSpan took)
    {
        took = default;
        if (number >= count || _sent[number] == 0 || _took[number] is not null)
            return false;
        _took[number] = took = since(_sent[number]);
        return true;
    }

    /// <summary>The figures a ping ends with.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Figures()
    {
        var took = _took.OfType<TimeSpan>().Select(each => Math.Round(each.TotalMilliseconds, 3)).ToArray();
        yield return new("sent", count);
        yield return new("received", took.Length);
        yield return new("loss_percent", Math.Round(100.0 * (count - took.Length) / count, 1));
        yield return new("rtt_min_ms", took.Min());
        yield return new("rtt_avg_ms", Math.Round(Average.TotalMilliseconds, 3));
        yield return new("rtt_max_ms", took.Max());
    }

    /// <summary>A round trip, for a person.</summary>
    public static string Show(TimeSpan took) => took.TotalMilliseconds.ToString(took.TotalMilliseconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
