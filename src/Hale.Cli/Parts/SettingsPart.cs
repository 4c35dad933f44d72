using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Parts;

/// <summary>How often, how long and how patiently: the settings that services and targets share.</summary>
internal sealed class SettingsPart : IPart
{
    private readonly Option<string?>[] _texts =
    [
        Text("--interval", "DURATION", "From one check to the next: 10s, 1m30s"),
        Text("--timeout", "DURATION", "What one check may take"),
        Text("--degraded-above", "DURATION", "A success slower than this is degraded"),
        Text("--soft-failure", "STATUS", "What timeouts and HTTP 5xx make of it: down or degraded"),
    ];

    private readonly Option<int?>[] _numbers =
    [
        Number("--retries", "Failures in a row that change nothing"),
        Number("--recover-after", "Successes in a row that end down"),
        Number("--degrade-after", "Failures in a row after which it shows degraded"),
    ];

    public void Join(Command command)
    {
        foreach (var option in _texts)
            command.Add(option);
        foreach (var option in _numbers)
            command.Add(option);
    }

    /// <summary>Puts what was given into a body, under the API's names.</summary>
    public void Fill(ParseResult given, JsonObject body)
    {
        foreach (var option in _texts)
            if (given.GetValue(option) is { } text)
                body[Field(option)] = text;
        foreach (var option in _numbers)
            if (given.GetValue(option) is { } number)
                body[Field(option)] = number;
    }

    /// <summary>A duration that a person gave to this program itself.</summary>
    /// <exception cref="UsageException">It is none, or not within the limits.</exception>
    public static TimeSpan Duration(string name, string text, TimeSpan least, TimeSpan most) =>
        Durations.TryParse(text, out var value) && value >= least && value <= most
            ? value
            : throw new UsageException(
                $"{name}: found \"{text}\"; allowed: a duration from {Durations.Format(least)} to {Durations.Format(most)}, such as 30s, 5m or 1h30m");

    private static string Field(Option option) => option.Name[2..].Replace('-', '_');

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<int?> Number(string name, string description) => new(name) { HelpName = "N", Description = description };
}
