namespace Hale.Server.History.Keeping;

/// <summary>Makes batches: gives rows their numbers, and has saved what must be saved with them.</summary>
internal sealed class Gathering(Sweep sweep)
{
    /// <summary>The number of the last row.</summary>
    public long LastRow { get; set; }

    /// <summary>A batch of what was taken from the journal.</summary>
    public Batch Make(Journal.Taken taken, RunSeen? seen)
    {
        var rows = taken.Rows.Select(row => new AheadRow(++LastRow, row.Finish())).ToArray();
        var (pages, trim) = sweep.Next(rows.Sum(row => row.Body.Length), LastRow);
        var next = taken.Generation + 1;
        var saves = new List<(Page Page, Save Save)>();
        foreach (var page in taken.Full.Union(pages))
        {
            if (page.Save(LastRow, next) is { } save)
                saves.Add((page, save));
        }

        var states = taken.Moved.Except(saves.Select(each => each.Page)).Select(page => page.SaveState(LastRow, next)).OfType<StoredState>();
        return new(
            new()
            {
                Series = taken.Series,
                Rows = rows,
                Events = taken.Events,
                Evidence = [.. taken.Evidence.Select(each => new StoredEvidence(each.Page.Series, each.Evidence.At, each.Evidence.Write()))],
                Versions = taken.Versions,
                States = [.. states, .. saves.Select(each => each.Save.State)],
                Chunks = [.. saves.SelectMany(each => each.Save.Chunks)],
                Heads = [.. saves.Select(each => each.Save.Head)],
                Trim = trim,
                Seen = seen,
            },
            taken.Count, saves);
    }

    /// <summary>A batch of the states alone of pages: the end of a run.</summary>
    public HistoryBatch States(IEnumerable<Page> pages, int generation, RunSeen? seen) =>
        new() { States = [.. pages.Select(page => page.SaveState(LastRow, generation, changed: true)).OfType<StoredState>()], Seen = seen };
}

/// <summary>What is written at once.</summary>
/// <param name="Count">The results and events of it that are new.</param>
internal sealed record Batch(HistoryBatch Content, int Count, IReadOnlyList<(Page Page, Save Save)> Saves)
{
    /// <summary>Says that it is on the disk.</summary>
    public void Written()
    {
        foreach (var (page, save) in Saves)
            page.Saved(save);
    }

    /// <summary>Says that it can't be written.</summary>
    public void GivenUp()
    {
        foreach (var (page, _) in Saves)
            page.GiveBack();
    }
}
