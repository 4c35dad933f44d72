namespace Hale.Client;

/// <summary>Builds a query: what is null is left out, everything is escaped.</summary>
internal static class Query
{
    /// <summary><c>?a=1&amp;b=2</c>, or nothing.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var text = "";
        foreach (var (name, value) in parts)
            if (value is not null)
                text += $"{(text.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return text;
    }

    /// <summary>An id as a segment of a path.</summary>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Uri.EscapeDataString(id);
    }
}
