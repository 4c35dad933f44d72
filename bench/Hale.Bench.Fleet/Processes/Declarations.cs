using System.Globalization;
using System.Text;

namespace Hale.Bench.Fleet.Processes;

/// <summary>What is watched: services spread evenly over the hosts that nginx plays, declared as a person would.</summary>
/// <param name="Interval">In seconds.</param>
/// <param name="FailingPercent">So many of a hundred answer 503.</param>
internal sealed record Declarations(int Services, double Interval, int Port, double FailingPercent = 0)
{
    /// <summary>How many hosts nginx plays: 127.0.0.1 and those that follow it.</summary>
    public const int Hosts = 64;

    /// <summary>How the hosts are asked: by <c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The name by which all ask the first of the hosts; by their addresses without.</summary>
    public string? Name { get; init; }

    /// <summary>What else is said of each check, such as <c>tls_resume: false</c>.</summary>
    public string? Options { get; init; }

    /// <summary>How many of the services fail.</summary>
    public int Failing => Enumerable.Range(0, Services).Count(Fails);

    /// <summary>What nginx is asked for, by service.</summary>
    public IEnumerable<string> Paths => Enumerable.Range(0, Services).Select(Path);

    public static string Host(int number) => $"127.0.0.{1 + (number % Hosts)}";

    public string Yaml(string rest = "")
    {
        var text = new StringBuilder("defaults: { interval: ").Append(Duration).Append(" }\nprojects:\n  fleet:\n    services:\n");
        for (var i = 0; i < Services; i++)
            text.Append(CultureInfo.InvariantCulture, $"      s{i}: {{ check: {Check(i)} }}\n");
        return text.Append(rest).ToString();
    }

    public string Json(int service) =>
        $$"""{"project":"fleet","name":"s{{service}}","interval":"{{Duration}}","check":"{{Url(service)}}"}""";

    // Multiples of a part of a hundred, so that the failing ones stand evenly among the others.
    internal bool Fails(int service) => Math.Floor((service + 1) * FailingPercent / 100) > Math.Floor(service * FailingPercent / 100);

    private string Duration => $"{(Interval * 1000).ToString("0", CultureInfo.InvariantCulture)}ms";

    private string Check(int service) => Options is null ? $"\"{Url(service)}\"" : $"{{ type: http, url: \"{Url(service)}\", {Options} }}";

    private string Url(int service) => $"{Scheme}://{Name ?? Host(service)}:{Port}{Path(service)}";

    private string Path(int service) => $"/{(Fails(service) ? "bad" : "s")}/{service}";
}
