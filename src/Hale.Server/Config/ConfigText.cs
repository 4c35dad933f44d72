using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hale.Server.Config;

/// <summary>Writes definitions as they stand in <c>hale.yaml</c>: what is written here is read there, and means the same.</summary>
internal static class ConfigText
{
    private const string Masked = "# *** is a credential: put ${NAME} in its place.\n";
    private const string Mask = "***";

    /// <summary>A service.</summary>
    /// <param name="said">What a PUT of it takes.</param>
    public static string Service(JsonObject said, CheckCatalog checks)
    {
        var body = (JsonObject)said.DeepClone();
        var (project, name) = (Taken(body, "project"), Taken(body, "name"));
        if (body["check"] is JsonObject { Count: 2 } check && check["url"] is { } url && checks.KindOf(JsonNodes.From(url))?.Kind == check["type"]?.GetValue<string>())
            body["check"] = url.DeepClone();
        return Write("projects", project, "services", name, body);
    }

    /// <summary>A target.</summary>
    /// <param name="said">What a PUT of it takes.</param>
    public static string Target(string project, string id, JsonObject said) =>
        Write("projects", project, "targets", id, said.Count == 1 ? said["url"]!.DeepClone() : said.DeepClone());

    /// <summary>A project without its members.</summary>
    /// <param name="said">What a PUT of it takes.</param>
    public static string Project(string id, JsonObject said) => Write("projects", id, said.DeepClone());

    private static string Taken(JsonObject body, string name)
    {
        var value = body[name]!.GetValue<string>();
        body.Remove(name);
        return value;
    }

    /// <summary>The last of <paramref name="path"/> under the keys before it.</summary>
    private static string Write(params JsonNode?[] path)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(path[..^1].Reverse().Aggregate(path[^1], (inner, key) => new JsonObject { [key!.GetValue<string>()] = inner }), emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        var yaml = text.ToString();
        return yaml.Contains(Mask, StringComparison.Ordinal) ? Masked + yaml : yaml;
    }

    private static void Emit(JsonNode? value, Emitter emitter)
    {
        switch (value)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, field) in map)
                {
                    Emit(key, emitter);
                    Emit(field, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                var brief = list.All(item => item is not (JsonObject or JsonArray));
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, brief ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                    Emit(item, emitter);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                // What looks like a variable is meant as it stands: variables were replaced long ago.
                Emit(scalar.GetValue<string>().Replace("${", "$${", StringComparison.Ordinal), emitter);
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static void Emit(string text, Emitter emitter) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, YamlReader.ReadsAsText(text) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted, true, true));
}
