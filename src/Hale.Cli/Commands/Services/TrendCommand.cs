using System.CommandLine;
using System.Globalization;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class TrendCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _window;

    public TrendCommand(Terminal terminal)
        : base(terminal, "trend", "Show a service beside the time before: uptime, failures, latency", "hale services trend shop-api --window 7d")
    {
        _id = Needs("ID", "The service's id");
        _window = Takes("--window", "DURATION", "How far back; as long before that is what it is held against [default: 7d]");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var trend = await hub.TrendAsync(given.GetRequiredValue(_id), given.GetValue(_window), cancel);
        Output.Write(given, trend, WireJson.Default.TrendView, screen =>
        {
            screen.Table(
                ["", $"last {trend.Window}", "before", "change"],
                [
                    ["uptime", Screen.Percent(trend.Now.UptimePercent), Screen.Percent(trend.Before.UptimePercent), ""],
                    ["failures", Failures(trend.Now), Failures(trend.Before), ""],
                    ["p50", Screen.Milliseconds(trend.Now.LatencyMs?.P50), Screen.Milliseconds(trend.Before.LatencyMs?.P50), Change(trend.P50ChangePercent)],
                    ["p95", Screen.Milliseconds(trend.Now.LatencyMs?.P95), Screen.Milliseconds(trend.Before.LatencyMs?.P95), Change(trend.P95ChangePercent)],
                ]);
            if (trend.SlopeMsPerDay is { } slope)
                screen.Pairs(("latency", string.Create(CultureInfo.InvariantCulture, $"{slope:+0.###;-0.###;0} ms a day")));
        });
        return Exit.Ok;
    }

    private static string Failures(TotalView total) => string.Create(CultureInfo.InvariantCulture, $"{total.Failures} of {total.Checks}");

    private static string Change(double? percent) => percent is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:+0.#;-0.#;0} %") : "";
}
