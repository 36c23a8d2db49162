using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agentic.Engine.Canonical;

/// <summary>
/// Canonical JSON following RFC 8785, for values that are sealed: member names in UTF-16 order, no white space. Numbers must
/// be integers, because two programs may print a fraction differently; money and measures are therefore strings.
/// </summary>
public static class CanonicalJson
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        '"',
        '\\',
        .. Enumerable.Range(0, ' ').Select(code => (char)code),
    ]);
    private static readonly JavaScriptEncoder Minimal = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <exception cref="ArgumentException">The value holds a number that is not an integer within ±2^53.</exception>
    public static byte[] Serialize(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Lower-case hex SHA-256 of the canonical form.</summary>
    public static string Hash(JsonNode? value) => Convert.ToHexStringLower(SHA256.HashData(Serialize(value)));

    private static void Write(JsonNode? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                text.Append('{');
                var sorted = members.ToArray();
                Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Key, other.Key));
                for (var index = 0; index < sorted.Length; index++)
                {
                    text.Append(index == 0 ? "" : ",");
                    WriteString(sorted[index].Key, text);
                    text.Append(':');
                    Write(sorted[index].Value, text);
                }
                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var index = 0; index < items.Count; index++)
                {
                    text.Append(index == 0 ? "" : ",");
                    Write(items[index], text);
                }
                text.Append(']');
                break;
            default:
                WriteScalar(value, text);
                break;
        }
    }

    private static void WriteScalar(JsonNode value, StringBuilder text)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(value.GetValue<string>(), text);
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            default:
                var number = value.ToJsonString();
                if (
                    !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                    || Math.Abs(integer) > 1L << 53
                )
                {
                    throw new ArgumentException(
                        $"{value.GetPath()} is {number}: only integers within ±2^53 have one canonical form; "
                            + "write it as a string.",
                        nameof(value)
                    );
                }
                text.Append(integer);
                break;
        }
    }

    /// <summary>
    /// RFC 8785 3.2.2.2: only quote, backslash and control characters are escaped, the latter in their short form
    /// where there is one.
    /// </summary>
    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        var rest = value.AsSpan();
        for (int plain; (plain = rest.IndexOfAny(Escaped)) >= 0; rest = rest[(plain + 1)..])
        {
            text.Append(rest[..plain]).Append(Escape(rest[plain]));
        }
        text.Append(rest).Append('"');
    }

    private static string Escape(char character) =>
        character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        };

    /// <summary>Compact JSON for people: no escaped umlauts.</summary>
    public static string Readable(JsonNode? value) =>
        value?.ToJsonString(new JsonSerializerOptions { Encoder = Minimal }) ?? "null";
}
