using System.Globalization;
using System.Text;

namespace Hale.Bench.Fleet;

/// <summary>A fleet as a person would declare it.</summary>
internal static class Declarations
{
    public static string Yaml(int services, int locations, int port, double interval)
    {
        var text = new StringBuilder("defaults: { interval: ").Append(Duration(interval)).Append(" }\nprojects:\n  fleet:\n    services:\n");
        for (var i = 0; i < services; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"      s{i}: {{ check: \"{Url(port, i % locations)}\" }}");
        return text.ToString();
    }

    public static string Json(int service, int locations, int port, double interval) =>
        $$"""{"project":"fleet","name":"s{{service}}","interval":"{{Duration(interval)}}","check":"{{Url(port, service % locations)}}"}""";

    private static string Duration(double seconds) => $"{(seconds * 1000).ToString("0", CultureInfo.InvariantCulture)}ms";

    private static string Url(int port, int location) => $"http://127.0.0.1:{port}/s/{location}";
}
