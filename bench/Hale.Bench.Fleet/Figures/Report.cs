using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hale.Bench.Fleet.Figures;

/// <summary>What a run found: a table for people, in text or Markdown, and JSON for machines.</summary>
internal sealed class Report(string scenario)
{
    private static readonly string[] Head = ["figure", "measured", "must", "aim", ""];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<string[]> _rows = [];
    private readonly JsonObject _json = new() { ["scenario"] = scenario };

    /// <summary>Which counts were not as they must be.</summary>
    public List<string> Failed { get; } = [];

    /// <summary>Adds a number; <paramref name="key"/> has its unit in its name.</summary>
    /// <param name="goal">What it is held against; slowness is said and never fails, since other work on the machine is not the hub's fault.</param>
    public Report Add(string key, string name, double value, string unit = "", string format = "0.##", Goal? goal = null)
    {
        _json[key] = double.IsFinite(value) ? Math.Round(value, 4) : null;
        var (must, aim) = goal?.Text(format) ?? ("", "");
        _rows.Add([name, $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}".TrimEnd(), must, aim, goal?.Judge(value) ?? ""]);
        return this;
    }

    /// <summary>Adds a count that must be zero.</summary>
    public Report AddZero(string key, string name, double count)
    {
        if (count != 0)
            Failed.Add($"{name}: {count.ToString("0", CultureInfo.InvariantCulture)}");
        return Add(key, name, count, format: "0", goal: new(0, 0));
    }

    public string ToJson()
    {
        _json["failed"] = new JsonArray([.. Failed.Select(each => JsonValue.Create(each))]);
        return _json.ToJsonString(Indented) + "\n";
    }

    public void Print(TextWriter output, bool markdown)
    {
        string[][] rows = [Head, .. _rows];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        if (markdown)
            output.WriteLine($"| {string.Join(" | ", Head)} |\n|{string.Concat(Enumerable.Repeat(" --- |", Head.Length))}");
        foreach (var row in markdown ? rows[1..] : rows)
            output.WriteLine(
                markdown ? $"| {string.Join(" | ", row)} |" : string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        foreach (var failed in Failed)
            output.WriteLine($"{(markdown ? "\n" : "")}FAILED  {failed}");
    }
}
