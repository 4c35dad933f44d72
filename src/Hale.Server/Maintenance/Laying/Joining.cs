namespace Hale.Server.Maintenance.Laying;

/// <summary>Puts times together. Pure.</summary>
internal static class Joining
{
    /// <summary>All of them in their order, where those that overlap or touch are one.</summary>
    public static IReadOnlyList<Stretch> Of(IEnumerable<Stretch> times)
    {
        var joined = new List<Stretch>();
        foreach (var each in times.OrderBy(time => time.From))
        {
            if (joined.Count > 0 && each.From <= joined[^1].To)
                joined[^1] = joined[^1] with { To = each.To > joined[^1].To ? each.To : joined[^1].To };
            else
                joined.Add(each);
        }

        return joined;
    }
}
