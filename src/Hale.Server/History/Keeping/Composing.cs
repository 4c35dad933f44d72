namespace Hale.Server.History.Keeping;

/// <summary>Makes a batch of notes. Pure but for the pages' marks of what was taken.</summary>
internal static class Composing
{
    /// <param name="notes">In the order they came.</param>
    /// <param name="also">Pages whose notes were refused; their verdicts are written all the same.</param>
    public static HistoryBatch Batch(IReadOnlyList<Note> notes, IEnumerable<Page> also, RunSeen? seen)
    {
        var forgotten = Forgotten(notes);
        var samples = new List<Sample>(notes.Count);
        var events = new List<StatusEvent>();
        var pages = new HashSet<Page>(also);
        for (var i = 0; i < notes.Count; i++)
        {
            // What stands on a page that is thrown away later in the same batch is not written at all: forgetting goes first.
            if (notes[i] is not { Page: { } page, Forget: false } note || i < forgotten.GetValueOrDefault(page.Key, -1))
                continue;
            if (note.Sample is { } sample)
                samples.Add(sample);
            events.AddRange(note.Events);
            pages.Add(page);
        }

        return new(samples, events, [.. pages.Select(page => page.TakeChanged()).OfType<StoredVerdict>()], [.. forgotten.Keys], seen);
    }

    private static Dictionary<string, int> Forgotten(IReadOnlyList<Note> notes)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < notes.Count; i++)
        {
            if (notes[i] is { Page: { } page, Forget: true })
                last[page.Key] = i;
        }

        return last;
    }
}
