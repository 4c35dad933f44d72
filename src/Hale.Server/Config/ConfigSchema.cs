using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Config;

/// <summary>
/// The JSON Schema (draft 2020-12) of <c>hale.yaml</c>, as <c>/schema/hale.json</c> and <c>hale config schema</c> answer it. It is for editors; the
/// reader's own rules are stricter and have the last word. A test holds its keys against what the reader allows.
/// </summary>
internal static class ConfigSchema
{
    // A value may come from a variable, whatever its type.
    private const string Variable = @"\$\{.+\}";
    private const string Duration = "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The schema's text, with these kinds of checks.</summary>
    public static string Json(CheckCatalog checks) => Schema(checks).ToJsonString(Written) + "\n";

    private static JsonObject Schema(CheckCatalog checks)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "hale.yaml",
            ["description"] = "What a Hale hub watches. In any value ${NAME}, ${NAME:-default} and ${file:/path} are replaced; $${ is a literal.",
        };
        foreach (var (key, value) in Map(null, new()
        {
            ["hub"] = Map("The hub's own settings; the command line and the environment beat them", Hub()),
            ["defaults"] = Reference("defaults"),
            ["projects"] = Named("Projects by id", Map("Services and targets that belong together", Project())),
            ["status_pages"] = Named("Pages for the public by id; what is on none of them is not public", Map(null, StatusPage())),
        }))
            schema[key] = value?.DeepClone();
        schema["$defs"] = new JsonObject
        {
            ["duration"] = new JsonObject { ["type"] = "string", ["description"] = "Such as 500ms, 30s, 5m, 1h30m or 14d", ["pattern"] = $"{Duration}|{Variable}" },
            ["id"] = new JsonObject { ["type"] = "string", ["pattern"] = $"{Names.IdPattern}|{Variable}" },
            ["labels"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Scalar() },
            ["defaults"] = Map("Settings of all services here that give none themselves", With(Settings(), "targets", Map("The same for targets", Settings()))),
            ["check"] = Check(checks),
            ["expect"] = Map("What an answer must be", Expect()),
        };
        return schema;
    }

    private static JsonObject Hub() => new()
    {
        ["id"] = Reference("id", "The hub's id"),
        ["urls"] = Text("Where it listens, parted by semicolons; http://127.0.0.1:4253 by default"),
        ["data"] = Text("The data folder; ./hale-data by default"),
        ["log"] = Enum("How log lines are written; text on a terminal, else json, by default", "json", "text"),
        ["log_levels"] = Text("Levels by category, such as Hale.HealthMonitor=debug"),
        ["environment"] = Text("Such as production, staging or development"),
        ["debug"] = Bool("Whether debug lines are logged"),
        ["interval"] = Reference("duration", "The interval of whatever names none"),
        ["reference_targets"] = new JsonObject
        {
            ["type"] = "array",
            ["description"] = "URLs that are asked to know whether the hub itself is cut off",
            ["items"] = Scalar(),
        },
        ["allow_exec"] = Bool("Whether checks may run commands, on this machine or inside containers; false by default"),
        ["postgres"] = Text("The PostgreSQL database in which everything is kept; SQLite in the data folder by default"),
        ["max_disk"] = Text("The disk that history may take, such as 10GB; what is oldest goes first; no limit but age by default"),
        ["max_series"] = Number("Series of metrics that are kept at once; 100000 by default", 1, SettingRules.MostSeries),
        ["max_checks"] = Number("Checks that run at once; 2048 by default", 1, SettingRules.MostChecks),
        ["max_checks_per_host"] = Number("Of these, so many at once to one host and port; 64 by default", 1, SettingRules.MostChecks),
        ["max_rechecks_per_host"] = Number("Early tries after failures per second and host and port; 10 by default", 1, SettingRules.MostChecks),
        ["max_rate_per_host"] = Number("Checks per second and host and port; no limit by default", 1, SettingRules.MostChecks),
    };

    private static JsonObject Project() => new()
    {
        ["name"] = Text("For people; the id by default"),
        ["labels"] = Reference("labels"),
        ["defaults"] = Reference("defaults"),
        ["primary_target"] = Reference("id", "The target that stands for the project"),
        ["targets"] = Named("Deployments by id, each watched by its URL", new JsonObject
        {
            ["anyOf"] = new JsonArray(Text("A URL; a base URL is asked for /health"), Map(null, Target(), "url")),
        }),
        ["services"] = Named("Services by name", Map(null, Service(), "check")),
    };

    private static JsonObject StatusPage() => new()
    {
        ["title"] = Text("The page's heading; the id by default"),
        ["description"] = Text("A sentence under the heading"),
        ["projects"] = Ids("Projects whose services are all on the page"),
        ["services"] = Ids("Ids of further services"),
    };

    private static JsonObject Target()
    {
        var target = Settings();
        target["url"] = Text("A URL; a base URL is asked for /health");
        target["expect"] = Reference("expect");
        target["headers"] = Reference("labels");
        target["process_name"] = Text("The process whose resources are shown");
        return target;
    }

    private static JsonObject Service()
    {
        var service = Settings();
        service["check"] = Reference("check");
        service["id"] = Reference("id", "{project}-{name} by default");
        service["type"] = Text("Such as api, web, database or cache; follows from the check by default");
        service["critical"] = With(Bool("Whether the project is unhealthy when it is down; true by default"), "default", true);
        service["depends_on"] = new JsonObject { ["type"] = "array", ["description"] = "Ids, or names within the project", ["items"] = Scalar() };
        service["labels"] = Reference("labels");
        service["paused"] = Bool("Whether it starts paused; counts only when it is new");
        service["version"] = Scalar();
        service["port"] = Number("", 1, 65_535);
        service["container_id"] = Scalar();
        return service;
    }

    private static JsonObject Settings() => new()
    {
        ["interval"] = Reference("duration", "From one check to the next, 1s to 31d; 30s by default, targets 60s"),
        ["timeout"] = Reference("duration", "What one check may take, 100ms to 10m; 5s by default"),
        ["retries"] = Number("Failures in a row that change nothing; 3 by default, targets 0", 0, 100),
        ["degraded_above"] = Reference("duration", "A success slower than this degrades at once; 1s by default"),
        ["recover_after"] = Number("Successes in a row that end down; 1 by default", 1, 100),
        ["soft_failure"] = Enum("What a timeout or HTTP 5xx does once the retries are spent; down by default, targets degraded", "down", "degraded"),
        ["degrade_after"] = Number("Failures in a row after which it shows degraded; never by default", 1, 100),
    };

    private static JsonObject Check(CheckCatalog checks) => new()
    {
        ["anyOf"] = new JsonArray([Text("A URL where that says enough"), .. checks.All.Select(Kind)]),
    };

    private static JsonObject Kind(ICheck check)
    {
        var properties = new JsonObject { ["type"] = Enum("", [check.Kind, .. check.Schemes.Where(scheme => scheme != check.Kind)]) };
        foreach (var option in check.Options)
            properties[option.Name] = Annotated(Option(option), option);
        return Map(check.About, properties, [.. check.Options.Where(option => option.Needed).Select(option => option.Name)]);
    }

    /// <summary>What holds where an option is not given, and whether it is never shown again: for editors, and for the dashboard's own form.</summary>
    private static JsonObject Annotated(JsonObject schema, CheckOption option)
    {
        if (option.Default is { } value)
            schema["default"] = option.Shape switch
            {
                OptionShape.Bool => bool.Parse(value),
                OptionShape.Number => int.Parse(value, CultureInfo.InvariantCulture),
                _ => value,
            };
        if (option.Secret)
            schema["writeOnly"] = true;
        return schema;
    }

    private static string About(CheckOption option) => option.Default is { } value ? $"{option.About}; {value} by default" : option.About;

    private static JsonObject Option(CheckOption option) => option.Shape switch
    {
        OptionShape.Scalar when option.Words is { } words => Spelled(About(option), words),
        _ when option.Words is { } words => Enum(About(option), [.. words]),
        OptionShape.Bool => Bool(About(option)),
        OptionShape.Number => Number(About(option), option.Least, option.Most),
        OptionShape.Duration => Reference("duration", About(option)),
        OptionShape.Texts => new() { ["type"] = "array", ["description"] = About(option), ["items"] = Scalar() },
        OptionShape.TextOrTexts => Described(
            new() { ["anyOf"] = new JsonArray(Scalar(), new JsonObject { ["type"] = "array", ["items"] = Scalar() }) }, About(option)),
        OptionShape.Map => Reference("labels", About(option)),
        OptionShape.Expect => Reference("expect", About(option)),
        OptionShape.Scalar => Described(Scalar(), About(option)),
        _ => Text(About(option)),
    };

    /// <summary>Words that YAML may take for numbers.</summary>
    private static JsonObject Spelled(string about, IReadOnlyList<string> words) => Described(
        new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word)), .. words.Select(word => JsonNode.Parse(word))]) }, about);

    private static JsonObject Described(JsonObject schema, string description)
    {
        Describe(schema, description);
        return schema;
    }

    private static JsonObject Expect() => new()
    {
        ["status"] = new JsonObject { ["type"] = new JsonArray("string", "integer"), ["description"] = "Statuses and ranges: \"200-299,401\"" },
        ["body_contains"] = Scalar(),
        ["body_matches"] = Text("A regular expression"),
        ["json"] = new JsonObject { ["type"] = "object", ["description"] = "Paths and values: \"$.status\": up" },
        ["header"] = Reference("labels"),
    };

    private static JsonObject Map(string? description, JsonObject properties, params string[] required)
    {
        var map = new JsonObject { ["type"] = required.Length > 0 ? "object" : new JsonArray("object", "null") };
        Describe(map, description);
        map["properties"] = properties;
        if (required.Length > 0)
            map["required"] = new JsonArray([.. required.Select(each => JsonValue.Create(each))]);
        map["additionalProperties"] = false;
        return map;
    }

    private static JsonObject Named(string description, JsonObject value) => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["description"] = description,
        ["propertyNames"] = new JsonObject { ["pattern"] = Names.IdPattern },
        ["additionalProperties"] = value,
    };

    private static JsonObject Reference(string name, string? description = null)
    {
        var reference = new JsonObject { ["$ref"] = $"#/$defs/{name}" };
        Describe(reference, description);
        return reference;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number", "boolean", "null") };

    private static JsonObject Ids(string description) => new()
    {
        ["type"] = new JsonArray("array", "null"),
        ["description"] = description,
        ["minItems"] = 1,
        ["items"] = Scalar(),
    };

    private static JsonObject Bool(string description) => Or(new() { ["type"] = "boolean" }, description);

    private static JsonObject Number(string description, int least, int most) =>
        Or(new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most }, description);

    private static JsonObject Enum(string description, params string[] words) =>
        Or(new() { ["enum"] = new JsonArray([.. words.Select(each => JsonValue.Create(each))]) }, description);

    private static JsonObject Or(JsonObject type, string description)
    {
        var either = new JsonObject { ["anyOf"] = new JsonArray(type, new JsonObject { ["type"] = "string", ["pattern"] = Variable }) };
        Describe(either, description);
        return either;
    }

    private static JsonObject With(JsonObject map, string key, JsonNode value)
    {
        map[key] = value;
        return map;
    }

    private static void Describe(JsonObject map, string? description)
    {
        if (!string.IsNullOrEmpty(description))
            map["description"] = description;
    }
}
