using Hale.Server.Rounds;

namespace Hale.Server.History.Keeping;

/// <summary>Makes batches: gives rows their numbers, and has saved what must be saved with them.</summary>
internal sealed class Gathering(Sweep<Page> sweep, Journal journal)
{
    private IReadOnlyList<Page> _owed = [];

    /// <summary>The number of the last row.</summary>
    public long LastRow { get; set; }

    /// <summary>Has pages saved with the next batch, whatever it holds.</summary>
    public void Owe(IReadOnlyList<Page> pages) => _owed = pages;

    /// <summary>A batch of what was taken from the journal.</summary>
    public Batch Make(Journal.Taken taken, RunSeen? seen)
    {
        var rows = taken.Rows.Select(row => new AheadRow(++LastRow, row.Finish())).ToArray();
        var (pages, trim) = sweep.Next(rows.Sum(row => row.Body.Length), LastRow);
        var saves = new List<(Page Page, Save Save)>();
        foreach (var page in taken.Full.Union(pages).Union(_owed))
        {
            if (page.Save(LastRow, journal) is { } save)
                saves.Add((page, save));
        }

        _owed = [];
        SavedState[] states = [.. States(taken.Moved.Except(saves.Select(each => each.Page)), changed: false), .. saves.Select(each => each.Save.State)];
        SeriesEvent[] early = [.. states.SelectMany(each => each.Events)];
        return new(
            new()
            {
                Series = taken.Series,
                Rows = rows,
                Events = [.. taken.Events, .. early],
                Evidence = [.. taken.Evidence.Select(each => new StoredEvidence(each.Page.Series, each.Evidence.At, each.Evidence.Write()))],
                Versions = taken.Versions,
                States = [.. states.Select(each => each.State)],
                Chunks = [.. saves.SelectMany(each => each.Save.Chunks)],
                Heads = [.. saves.Select(each => each.Save.Head)],
                Trim = trim,
                Seen = seen,
            },
            taken.Count + early.Length, saves, taken.Written);
    }

    /// <summary>A batch of the states alone of pages: the end of a run.</summary>
    public HistoryBatch Leave(IEnumerable<Page> pages, RunSeen? seen) =>
        new() { States = [.. States(pages, changed: true).Select(each => each.State)], Seen = seen };

    private IEnumerable<SavedState> States(IEnumerable<Page> pages, bool changed) =>
        pages.Select(page => page.SaveState(LastRow, journal, changed)).OfType<SavedState>();
}

/// <summary>What is written at once.</summary>
/// <param name="Count">The results and events of it that are new.</param>
/// <param name="Done">What those who wait for it wait on.</param>
internal sealed record Batch(HistoryBatch Content, int Count, IReadOnlyList<(Page Page, Save Save)> Saves, TaskCompletionSource Done)
{
    /// <summary>Says that it is on the disk.</summary>
    public void Written()
    {
        foreach (var (page, save) in Saves)
            page.Saved(save);
        Done.TrySetResult();
    }

    /// <summary>Says that it can't be written.</summary>
    public void GivenUp(InvalidDataException error)
    {
        foreach (var (page, _) in Saves)
            page.GiveBack();
        Done.TrySetException(error);
        // Where nobody waits, nobody is told twice.
        _ = Done.Task.Exception;
    }
}
