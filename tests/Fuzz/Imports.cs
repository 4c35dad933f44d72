using System.Text;
using Hale.Cli;
using Hale.Cli.Importing;
using Hale.Monitoring.Checks;

namespace Hale.Fuzz.Tests;

/// <summary>The readers of other tools' files.</summary>
internal static class Imports
{
    private static readonly Vetting Vetting = new(CheckCatalog.Standard(TimeProvider.System));

    private static readonly SourceFile Modules = new("blackbox.yml", Encoding.UTF8.GetBytes(
        "modules: { http_2xx: { prober: http, http: { valid_status_codes: [200], fail_if_body_matches_regexp: [bad] } }, tcp: { prober: tcp } }"));

    public static readonly IReadOnlyList<Parser> All =
    [
        Of(new GatusImport(), """
            x-defaults: &defaults { interval: 30s, client: { timeout: 3s, insecure: true } }
            endpoints:
              - { <<: *defaults, name: a, group: b, url: "https://a.example/$X",
                  conditions: ["[STATUS] == any(200, 401)", "[BODY].a[0] == pat(*x*)", "[RESPONSE_TIME] < 500"] }
              - { name: c, url: 10.0.0.2, dns: { query-name: a.example, query-type: MX }, alerts: [{ type: slack, failure-threshold: 3 }] }
            external-endpoints: [{ name: d, token: potato-potato, heartbeat: { interval: 1h30m } }]
            """),
        Of(new KumaImport(), """
            {"monitorList":[{"id":1,"type":"group","name":"g"},{"id":2,"parent":1,"name":"a","type":"keyword","url":"https://a.example/","keyword":"x",
            "headers":"{\"A\":\"b\"}","interval":60,"accepted_statuscodes":["200-299"],"tags":[{"name":"t","value":"v"}]},
            {"name":"d","type":"dns","hostname":"a.example","dns_resolve_server":"1.1.1.1","port":53}]}
            """),
        Of(new HealthchecksImport(), """
            {"checks":[{"name":"a","tags":"x y=z","grace":60,"timeout":3600,
            "ping_url":"https://a.example/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278"},{"schedule":"30 2 * * *","tz":"Europe/Berlin"}]}
            """),
        Of(new PrometheusImport(), """
            scrape_configs:
              - job_name: a
                metrics_path: /probe
                params: { module: [http_2xx] }
                static_configs: [{ targets: ["https://a.example", "b.example:80"], labels: { team: core } }]
                relabel_configs:
                  - { source_labels: [__address__, team], regex: "(.*);(?P<t>co.*)", target_label: __param_target, replacement: "$1" }
                  - { action: labeldrop, regex: te.* }
            """),
    ];

    private static Parser Of(IImport import, string good) => new($"import of {import.Tool}", [Encoding.UTF8.GetBytes(good)], (bytes, _) =>
    {
        try
        {
            Vetting.Vet(import.Read(new(new("file", bytes)) { Modules = Modules }));
        }
        catch (UsageException)
        {
            // The documented refusal.
        }
    })
    { EachByte = 5000 };
}
