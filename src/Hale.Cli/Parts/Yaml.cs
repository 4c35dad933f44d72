using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Hale.Cli.Parts;

/// <summary>JSON as YAML and back; YAML 1.2 core schema, of which JSON is a part.</summary>
internal static class Yaml
{
    public static void Write(JsonNode value, TextWriter output)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(value, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        output.WriteLine(text.ToString().TrimEnd('\n'));
    }

    /// <summary>Reads a mapping.</summary>
    /// <param name="texts">Fields whose scalars, and those in the mappings they hold, are text though they look like something else.</param>
    /// <exception cref="UsageException">It is none, or can't be read.</exception>
    public static JsonObject ReadObject(TextReader text, string name, params IReadOnlyCollection<string> texts)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException error)
        {
            throw new UsageException($"{name}:{error.Start.Line}:{error.Start.Column}: {error.Message}");
        }

        return yaml.Documents.Count == 1 && Read(yaml.Documents[0].RootNode, texts, isText: false) is JsonObject body
            ? body
            : throw new UsageException($"{name} must hold one mapping, in YAML or JSON");
    }

    private static void Emit(JsonNode? value, Emitter emitter)
    {
        switch (value)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, field) in map)
                {
                    Emit(JsonValue.Create(key), emitter);
                    Emit(field, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                    Emit(item, emitter);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                var text = scalar.GetValue<string>();
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, IsPlain(text) ? ScalarStyle.Any : ScalarStyle.DoubleQuoted, true, true));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                break;
        }
    }

    /// <summary>Whether text stays text when it stands without quotes.</summary>
    private static bool IsPlain(string text) => text.Length > 0 && Scalar(text) is { } read && read.GetValueKind() == JsonValueKind.String;

    private static JsonNode? Read(YamlNode node, IReadOnlyCollection<string> texts, bool isText)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var fields = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    var name = (key as YamlScalarNode)?.Value ?? throw new UsageException($"line {key.Start.Line}: a key must be text");
                    fields[name] = Read(value, texts, isText || texts.Contains(name));
                }

                return fields;
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select(item => Read(item, texts, isText))]);
            case YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } scalar:
                return Scalar(scalar.Value ?? "") is { } read ? isText ? JsonValue.Create(scalar.Value) : read : null;
            case YamlScalarNode quoted:
                return JsonValue.Create(quoted.Value);
            default:
                throw new UsageException($"line {node.Start.Line}: aliases are not taken here");
        }
    }

    private static JsonValue? Scalar(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when text[0] is (>= '0' and <= '9') or '-' or '+' or '.'
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
