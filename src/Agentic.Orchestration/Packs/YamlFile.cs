using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Agentic.Engine.Definitions;
using Agentic.Orchestration.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Agentic.Orchestration.Packs;

/// <summary>
/// Reads YAML as strictly typed JSON: an unknown, missing or wrongly typed field is a problem that names its place.
/// </summary>
public static class YamlFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new DurationConverter(),
        },
    };

    public static T? Read<T>(string path, List<Problem> problems)
        where T : class
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            problems.Add(new(name, "file", $"Missing: a pack needs {name}."));
            return null;
        }
        try
        {
            return Parse(File.ReadAllText(path)).Deserialize<T>(Strict) ?? throw new JsonException("The file is empty.");
        }
        catch (YamlException broken)
        {
            problems.Add(
                new(
                    name,
                    $"line {broken.Start.Line}, column {broken.Start.Column}",
                    broken.InnerException?.Message ?? broken.Message
                )
            );
        }
        catch (JsonException wrong)
        {
            problems.Add(new(name, wrong.Path ?? "$", wrong.Message.Split(" Path: ")[0]));
        }
        return null;
    }

    /// <summary>Reads what the program itself carries.</summary>
    internal static T ReadEmbedded<T>(string resource)
    {
        using var reader = new StreamReader(typeof(YamlFile).Assembly.GetManifestResourceStream(resource)!);
        return Parse(reader.ReadToEnd()).Deserialize<T>(Strict)!;
    }

    public static JsonNode? Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Count == 0 ? null : ToJson(stream.Documents[0].RootNode);
    }

    private static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode members => new JsonObject(
                members.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value!, ToJson(member.Value)))
            ),
            YamlSequenceNode items => new JsonArray([.. items.Select(ToJson)]),
            YamlScalarNode scalar => ToJson(scalar),
            _ => throw new YamlException(node.Start, node.End, "Anchors and aliases are not supported."),
        };

    private static JsonValue? ToJson(YamlScalarNode scalar) =>
        scalar.Style != ScalarStyle.Plain
            ? JsonValue.Create(scalar.Value)
            : scalar.Value switch
            {
                null or "" or "null" or "~" => null,
                "true" => JsonValue.Create(true),
                "false" => JsonValue.Create(false),
                var text
                    when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                    JsonValue.Create(number),
                var text => JsonValue.Create(text),
            };

    /// <summary><c>30d</c>, <c>4h</c>, <c>15m</c>, <c>20s</c>.</summary>
    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Duration.TryParse(reader.GetString(), out var duration)
                ? duration
                : throw new JsonException("A duration is a whole number and a unit: 30d, 4h, 15m or 20s.");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
