using Hale.Cli.Tests;
using Hale.Server;
using Hale.Tests.Kit;

[assembly: AssemblyFixture(typeof(HubFixture))]

namespace Hale.Cli.Tests;

/// <summary>A real hub with a small file, and a site for it to watch.</summary>
public sealed class HubFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RawSite? _site;
    private Hub? _hub;

    public string Address => _hub!.Addresses[0].GetLeftPart(UriPartial.Authority);

    /// <summary>A URL that answers 200.</summary>
    public string Good => _site!.Url("/good");

    /// <summary>A URL that answers 500.</summary>
    public string Bad => _site!.Url("/bad");

    public async ValueTask InitializeAsync()
    {
        _site = RawSite.Start(async visit =>
        {
            var request = await visit.ReadRequestAsync();
            await visit.SendAsync(RawSite.Answer(request.StartsWith("GET /bad ", StringComparison.Ordinal) ? 500 : 200, "{}"));
        });
        await File.WriteAllTextAsync(
            _folder["hale.yaml"],
            $$"""
            defaults: { retries: 0, degraded_above: 10m }
            projects:
              filed:
                targets: { production: "{{_site.Url("/")}}" }
                services:
                  root: { check: "{{Bad}}" }
                  leaf: { check: "{{Good}}", depends_on: [root] }
            """);
        _hub = await Hub.StartAsync(new()
        {
            Urls = "http://127.0.0.1:0",
            Data = _folder["data"],
            Config = _folder["hale.yaml"],
            ConfigNamed = true,
            LogLevels = "Hale=none,Microsoft=none,System=none",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _hub!.DisposeAsync();
        await _site!.DisposeAsync();
        _folder.Dispose();
    }
}
