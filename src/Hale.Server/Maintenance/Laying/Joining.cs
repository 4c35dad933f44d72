namespace Hale.Server.Maintenance.Laying;

/// <summary>Puts times together. Pure.</summary>
internal static class Joining
{
    /// <summary>All of them in their order, where those that overlap or touch are one.</summary>
    public static IReadOnlyList<Stretch> Of(IEnumerable<Stretch> times)
    {
        var (ordered, joined) = (times.ToList(), new List<Stretch>());
        ordered.Sort((one, other) => one.From.CompareTo(other.From));
        foreach (var each in ordered)
        {
            if (joined.Count > 0 && each.From <= joined[^1].To)
                joined[^1] = joined[^1] with { To = each.To > joined[^1].To ? each.To : joined[^1].To };
            else
                joined.Add(each);
        }

        return joined;
    }
}
