namespace Hale.Bench.Fleet.Figures;

/// <summary>What a check allocates, when asking for that number allocates, too.</summary>
/// <param name="Checks">Made between two readings.</param>
/// <param name="Bytes">Allocated between them, one reading's own included.</param>
internal sealed record Allocation(double Checks, double Bytes)
{
    public static Allocation Between(Exposition before, Exposition after) => new(
        after.Since(before, "hale_check_duration_seconds_count"), after.Since(before, "dotnet_gc_allocated_bytes_total"));

    /// <summary>Bytes per check, by a long span and a short one, each with one reading in it: the difference has none.</summary>
    public static double PerCheck(Allocation longer, Allocation shorter) =>
        longer.Checks > shorter.Checks ? Math.Max(0, (longer.Bytes - shorter.Bytes) / (longer.Checks - shorter.Checks)) : double.NaN;
}
