using System.Globalization;

namespace Hale.Bench.History;

/// <summary>What was measured beside what must hold.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, string Found, string Must, bool Holds)> _rows = [];

    public bool AllHold => _rows.All(row => row.Holds);

    /// <summary>A figure that may be at most so much.</summary>
    public void AtMost(string name, double found, double most, string unit, string format = "0.00") =>
        _rows.Add((name, Text(found, unit, format), $"≤ {Text(most, unit, "0.##")}", found <= most));

    /// <summary>A figure that must be at least so much.</summary>
    public void AtLeast(string name, double found, double least, string unit, string format = "0.00") =>
        _rows.Add((name, Text(found, unit, format), $"≥ {Text(least, unit, "0.##")}", found >= least));

    /// <summary>A figure that nothing is asked of.</summary>
    public void Told(string name, double found, string unit, string format = "0.00") => _rows.Add((name, Text(found, unit, format), "", true));

    public void Print(TextWriter output, bool markdown)
    {
        if (markdown)
            output.WriteLine("| figure | found | must |\n| --- | --- | --- |");
        foreach (var (name, found, must, holds) in _rows)
            output.WriteLine(markdown ? $"| {name} | {found} | {must} |" : $"{name,-72} {found,14}   {must,-12} {(holds ? "" : "SHORT")}");
    }

    private static string Text(double value, string unit, string format) => $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}".TrimEnd();
}
