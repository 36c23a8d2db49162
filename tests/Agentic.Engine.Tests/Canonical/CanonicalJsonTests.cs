using System.Text;
using System.Text.Json.Nodes;
using Agentic.Engine.Canonical;
using FsCheck;
using FsCheck.Fluent;

namespace Agentic.Engine.Tests.Canonical;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": 1, "a": "x" }""", """{"a":"x","b":1}""")]
    [InlineData("""[true, false, null, -5]""", """[true,false,null,-5]""")]
    [InlineData(
        "{\"\u20ac\":1,\"\\r\":2,\"\ufb33\":3,\"1\":4,\"\ud83d\ude00\":5,\"\u0080\":6,\"\u00f6\":7}",
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}"
    )]
    [InlineData("\"\\u000f\\n\\\"\\\\/\"", "\"\\u000f\\n\\\"\\\\/\"")]
    public void Serialize_Rfc8785Cases(string json, string expected) =>
        Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonNode.Parse(json))).ShouldBe(expected);

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9007199254740993")]
    public void Serialize_NumberWithoutOneForm_IsRefused(string number) =>
        Should
            .Throw<ArgumentException>(() => CanonicalJson.Serialize(new JsonObject { ["x"] = JsonNode.Parse(number) }))
            .Message.ShouldContain("$.x");

    [Fact]
    public void Serialize_AnyOrderOfNames_IsTheSame() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<Dictionary<NonNull<string>, int>>(),
                members =>
                {
                    var forward = new JsonObject(
                        members.Select(member => KeyValuePair.Create(member.Key.Get, (JsonNode?)member.Value))
                    );
                    var backward = new JsonObject(
                        members.Reverse().Select(member => KeyValuePair.Create(member.Key.Get, (JsonNode?)member.Value))
                    );
                    return CanonicalJson.Hash(forward) == CanonicalJson.Hash(backward);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Difference_NamesEachLeaf()
    {
        var found = JsonDifference.Between(
            JsonNode.Parse("""{"a":{"b":1},"c":[1,2]}"""),
            JsonNode.Parse("""{"a":{"b":2},"c":[1]}""")
        );
        found.Select(difference => difference.Path).ShouldBe(["a.b", "c[1]"]);
    }
}
