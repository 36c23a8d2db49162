using System.Text.Json.Nodes;
using Agentic.Orchestration.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Agentic.Orchestration.Tests.Packs;

/// <summary>Words from outside are quoted and never speak for us, whatever they are made of.</summary>
public sealed class OutsideTextTests
{
    private static readonly Gen<string> Hostile = Gen.Elements(
            "Musterweg 5",
            "Köln",
            "\n",
            "\r\n",
            "\t",
            "\u2028",
            "\u2029",
            "\u202E",
            "\u2066",
            "\u200B",
            "\uFEFF",
            "\0",
            "\u001B[31m",
            "https://",
            "http://a",
            "www.",
            "example",
            ".com",
            ".",
            "javascript://",
            "mailto:a@b.de",
            "👍🏽",
            "\uD83D",
            "[U+",
            " ",
            "x"
        )
        .ListOf()
        .Select(parts => string.Concat(parts));

    [Fact]
    public void Shown_IsOneLine_WithNothingHidden_AndNoLink_AndStaysSo() =>
        Prop.ForAll(
                Hostile.ToArbitrary(),
                text =>
                {
                    var shown = OutsideText.Show(text);
                    shown.ShouldNotContain(character => char.IsControl(character) || OutsideText.IsHidden(character), text);
                    shown.ShouldNotContain("://", Case.Sensitive, text);
                    shown.ShouldNotMatch(@"\b(www\.\S|example\.com\b)", text);
                    OutsideText.Show(shown).ShouldBe(shown);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void LabelsAndEvidence_AreQuotedHoweverDeepTheyStand() =>
        Prop.ForAll(
                Hostile.ToArbitrary(),
                text =>
                {
                    var quoted = OutsideText.Show(text);
                    var fact = new JsonObject
                    {
                        ["label"] = text,
                        ["lines"] = new JsonArray(new JsonObject { ["name"] = text, ["count"] = 3 }),
                    };
                    JsonNode
                        .DeepEquals(
                            OutsideText.ShowAll(fact),
                            new JsonObject
                            {
                                ["label"] = quoted,
                                ["lines"] = new JsonArray(new JsonObject { ["name"] = quoted, ["count"] = 3 }),
                            }
                        )
                        .ShouldBeTrue();
                    var items = new JsonArray(
                        new JsonObject
                        {
                            ["label"] = new JsonObject { ["de"] = text, ["en"] = text },
                            ["quantity"] = 2,
                        },
                        new JsonObject { ["label"] = text }
                    );
                    var texts = new Texts(new Dictionary<string, string>(), new Dictionary<string, string>(), TimeZoneInfo.Utc);
                    texts
                        .Fill("We take back {items}.", "en", new() { ["items"] = items })
                        .ShouldBe($"We take back 2 × {quoted} and {quoted}.");
                }
            )
            .QuickCheckThrowOnFailure();
}
