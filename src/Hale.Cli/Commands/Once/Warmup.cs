using System.Text.Json.Nodes;
using Hale.Cli.Demo;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Commands.Once;

/// <summary>
/// Asks a site of this process's own once before the real probe: the runtime compiles code when it is first used, and that time must not count as the
/// target's latency.
/// </summary>
internal static class Warmup
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(CheckCatalog checks, string kind, TimeProvider time, CancellationToken cancel)
    {
        await using var site = new Site("warm-up", () => new Reply.Text(200, Story.Body("healthy", TimeSpan.Zero), TimeSpan.Zero), time);
        site.Start(new Vitals(time));
        var url = kind == "tcp" ? site.Url.Replace("http", "tcp", StringComparison.Ordinal) : site.Url;
        if (checks.Read(JsonNodes.From(JsonValue.Create(url)), "", Column.Service, null, new Problems()) is { } check)
            await checks.For(check).RunAsync(check.Options.KeepingBody(), Limit, cancel);
    }
}
