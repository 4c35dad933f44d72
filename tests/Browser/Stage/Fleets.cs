using System.Globalization;
using System.Text;

namespace Hale.Browser.Tests.Stage;

/// <summary>Fleets to look at.</summary>
internal static class Fleets
{
    private static readonly string[] Names = ["api", "cdn", "checkout", "gateway", "ingest", "postgres", "redis", "search", "suggest", "tokens", "web", "worker"];

    /// <summary>A shop: <c>shop-api</c> and <c>shop-worker</c> need <c>shop-postgres</c>, <c>shop-web</c> needs the api.</summary>
    public const string Shop =
        """
        defaults: { interval: 30s, retries: 0 }
        projects:
          shop:
            targets: { production: http://shop-production.test/health }
            services:
              postgres: { check: "http://shop-postgres.test/health", type: database }
              redis: { check: "http://shop-redis.test/health", type: cache }
              api: { check: "http://shop-api.test/health", depends_on: [postgres, redis], labels: { team: core } }
              worker: { check: "http://shop-worker.test/health", depends_on: [postgres] }
              web: { check: "http://shop-web.test/health", depends_on: [api], labels: { team: front } }
        """;

    /// <summary>The file's beginning up to the fleet's first interval: a mistake that the hub refuses.</summary>
    public const string Broken = "defaults: { intervall: 30s }\n";

    /// <summary>Several projects as a company has them.</summary>
    public static string Company()
    {
        var text = new StringBuilder("defaults: { interval: 1s, retries: 0 }\nprojects:\n");
        foreach (var (project, count) in new[] { ("data-platform", 57), ("identity", 18), ("media", 46), ("payments", 24), ("search", 31), ("shop", 38) })
            Project(text, project, count);
        return text.ToString();
    }

    /// <summary>Services of five projects of which each third needs one before it.</summary>
    public static string Tree(int count)
    {
        var text = new StringBuilder("defaults: { interval: 1h, retries: 0 }\nprojects:\n");
        for (var project = 0; project < 5; project++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  team-{project}:\n    services:\n");
            for (var i = project; i < count; i += 5)
            {
                var parent = (i - 1) / 3;
                var needs = i == 0 ? "" : $", depends_on: [team-{parent % 5}-s{parent}]";
                text.Append(CultureInfo.InvariantCulture, $"      s{i}: {{ check: \"http://s{i}.test/\"{needs} }}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Many services in few projects, checked once an hour.</summary>
    public static string Many(int count)
    {
        var text = new StringBuilder("defaults: { interval: 1h, retries: 0 }\nprojects:\n");
        for (var i = 0; i < 10; i++)
            Project(text, $"team-{i}", count / 10);
        return text.ToString();
    }

    private static void Project(StringBuilder text, string project, int count)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {project}:\n    services:\n");
        for (var i = 0; i < count; i++)
        {
            var name = i < Names.Length ? Names[i] : $"{Names[i % Names.Length]}-{i / Names.Length}";
            var slow = name == "search" && project == "media" ? "slow-" : "";
            var needs = name switch { "api" => "postgres, redis", "checkout" or "web" => "api", "worker" => "postgres", _ => "" };
            text.Append(CultureInfo.InvariantCulture, $"      {name}: {{ check: \"http://{slow}{project}-{name}.test/health\", labels: {{ team: {project} }}");
            text.Append(needs.Length > 0 ? $", depends_on: [{needs}] }}\n" : " }\n");
        }
    }
}
