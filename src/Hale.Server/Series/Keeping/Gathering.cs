using Hale.Server.Rounds;

namespace Hale.Server.Series.Keeping;

/// <summary>Makes batches: gives rows their numbers, and has saved what must be saved with them.</summary>
internal sealed class Gathering(Sweep<Track> sweep)
{
    private IReadOnlyList<Track> _owed = [];

    /// <summary>The number of the last row.</summary>
    public long LastRow { get; set; }

    /// <summary>Has tracks saved with the next batch, whatever it holds.</summary>
    public void Owe(IReadOnlyList<Track> tracks) => _owed = tracks;

    /// <summary>A batch of what was taken from the journal.</summary>
    public Batch Make(Journal.Taken taken)
    {
        var rows = taken.Rows.Select(row => new AheadRow(++LastRow, row.Body)).ToArray();
        var (tracks, trim) = sweep.Next(rows.Sum(row => row.Body.Length), LastRow);
        var saves = new List<(Track Track, Save Save)>();
        foreach (var track in taken.Full.Union(tracks).Union(_owed))
        {
            if (track.Save(LastRow, taken.Generation + 1) is { } save)
                saves.Add((track, save));
        }

        _owed = [];
        return new(
            new()
            {
                Series = taken.Series,
                Rows = rows,
                Chunks = [.. saves.SelectMany(each => each.Save.Chunks)],
                Heads = [.. saves.Select(each => each.Save.Head)],
                Trim = trim,
            },
            taken, saves);
    }
}

/// <summary>What is written at once.</summary>
/// <param name="Taken">What of it is new.</param>
internal sealed record Batch(SeriesBatch Content, Journal.Taken Taken, IReadOnlyList<(Track Track, Save Save)> Saves)
{
    /// <summary>Says that it is on the disk.</summary>
    public void Written()
    {
        foreach (var (track, save) in Saves)
            track.Saved(save);
    }

    /// <summary>Says that it can't be written.</summary>
    public void GivenUp()
    {
        foreach (var (track, _) in Saves)
            track.GiveBack();
    }
}
