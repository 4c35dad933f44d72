using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hale.Bench.Fleet;

/// <summary>What a run found: a table for people, JSON for machines.</summary>
internal sealed class Report(string scenario)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<(string Name, string Text)> _rows = [];
    private readonly JsonObject _json = new() { ["scenario"] = scenario };

    /// <summary>Which counts were not as they must be.</summary>
    public List<string> Failed { get; } = [];

    /// <summary>Adds a number; <paramref name="key"/> has its unit in its name.</summary>
    public Report Add(string key, string name, double value, string unit = "", string format = "0.##")
    {
        _json[key] = Math.Round(value, 4);
        _rows.Add((name, $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}".TrimEnd()));
        return this;
    }

    /// <summary>Adds a count that must be zero.</summary>
    public Report AddZero(string key, string name, int count)
    {
        if (count != 0)
            Failed.Add($"{name}: {count}");
        return Add(key, name, count);
    }

    public string ToJson()
    {
        _json["failed"] = new JsonArray([.. Failed.Select(each => JsonValue.Create(each))]);
        return _json.ToJsonString(Indented) + "\n";
    }

    public void Print(TextWriter output)
    {
        var width = _rows.Max(row => row.Name.Length);
        foreach (var (name, text) in _rows)
            output.WriteLine($"{name.PadRight(width)}  {text}");
        foreach (var failed in Failed)
            output.WriteLine($"FAILED  {failed}");
    }
}
