using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Hale.Client;

namespace Hale.Server.Api;

/// <summary>Lists: <c>?limit=</c> and <c>?cursor=</c>, ordered by id.</summary>
/// <param name="After">The last id of the page before; null for the first page.</param>
internal sealed record Paging(string List, int Limit, string? After)
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 1000;

    /// <summary>Reads the query; false, with the problem, when limit or cursor can't be used.</summary>
    /// <param name="list">The list's name: a cursor of another list is foreign.</param>
    public static bool TryRead(HttpRequest request, string list, [NotNullWhen(true)] out Paging? paging, [NotNullWhen(false)] out IResult? problem)
    {
        paging = null;
        var limit = DefaultLimit;
        if (request.Query.TryGetValue("limit", out var given)
            && (!int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostLimit))
        {
            problem = Answer.BadQuery("limit", $"found \"{given}\"; allowed: a whole number from 1 to {MostLimit}");
            return false;
        }

        string? after = null;
        if (request.Query.TryGetValue("cursor", out var cursor) && !TryDecode(cursor.ToString(), list, out after))
        {
            problem = Answer.BadQuery("cursor", "is not a cursor of this list; allowed: next_cursor of the page before");
            return false;
        }

        paging = new(list, limit, after);
        problem = null;
        return true;
    }

    /// <summary>Cuts a page out of what comes after the cursor, in order of id.</summary>
    public Page<TView> Cut<T, TView>(IEnumerable<T> ordered, Func<T, string> id, Func<T, TView> view)
    {
        var items = new List<TView>(Math.Min(Limit, 256));
        string? last = null;
        foreach (var item in ordered)
        {
            if (After is not null && string.CompareOrdinal(id(item), After) <= 0)
                continue;
            if (items.Count == Limit)
                return new(items, Encode(last!));
            items.Add(view(item));
            last = id(item);
        }

        return new(items, null);
    }

    /// <summary>The cursor's place in a list that is ordered by time; null for the first page.</summary>
    public bool TryPlace(out long? place, [NotNullWhen(false)] out IResult? problem)
    {
        place = null;
        problem = null;
        if (After is null)
            return true;
        if (long.TryParse(After, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            place = number;
        else
            problem = Answer.BadQuery("cursor", "is not a cursor of this list; allowed: next_cursor of the page before");
        return problem is null;
    }

    public string Encode(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{List}\n{place}"));

    private static bool TryDecode(string cursor, string list, [NotNullWhen(true)] out string? place)
    {
        place = null;
        if (cursor.Length is 0 or > 1000 || !Base64Url.IsValid(cursor))
            return false;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        if (!text.StartsWith(list + "\n", StringComparison.Ordinal))
            return false;
        place = text[(list.Length + 1)..];
        return true;
    }
}
