using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class GetCommand : HubVerb
{
    private readonly Argument<string> _id;

    public GetCommand(Terminal terminal) : base(terminal, "get", "Show one service whole", "hale services get shop-api")
    {
        _id = Needs("ID", "The service's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var service = await hub.ServiceAsync(given.GetRequiredValue(_id), cancel);
        Show(Output, given, service);
        return Exit.Ok;
    }

    internal static void Show(OutputPart output, ParseResult given, ServiceView service) =>
        output.Write(given, service, WireJson.Default.ServiceView, screen => screen.Pairs(
            ("id", Screen.Text(service.Id)),
            ("status", Screen.Status(service.Paused ? "paused" : service.Health.Status) + (service.Health.Why is { } why ? $" ({why})" : "")),
            ("since", Screen.Time(service.Health.Since)),
            ("message", Screen.Text(service.Health.Message)),
            ("cause", Screen.Text(service.Health.Cause)),
            ("latency", Screen.Milliseconds(service.Health.LatencyMs)),
            ("last check", Screen.Time(service.Health.LastCheckAt)),
            ("success rate", Screen.Percent(service.Health.SuccessRate) + (service.Health.SuccessRate is null ? "" : " of 24 h")),
            ("failures in a row", service.Health.ConsecutiveFailures is > 0 and var failures ? $"{failures} (retries {service.Retries})" : null),
            ("check", Screen.Text((string?)service.Check["url"] ?? (string?)service.Check["type"])),
            ("rhythm", $"every {service.Interval}, timeout {service.Timeout}, degraded above {service.DegradedAbove}"),
            ("depends on", Screen.Text(string.Join(", ", service.DependsOn))),
            ("labels", Screen.Text(string.Join(", ", service.Labels.Select(label => $"{label.Key}={label.Value}")))),
            ("type", Screen.Text(service.Type) + (service.Critical ? "" : ", not critical")),
            ("declared by", Screen.Text(service.DeclaredAt ?? service.ManagedBy))));
}
