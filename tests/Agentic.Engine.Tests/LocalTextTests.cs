using System.Text.Json;
using Agentic.Contracts;

namespace Agentic.Engine.Tests;

public sealed class LocalTextTests
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Json_RoundTrip_KeepsBoth() =>
        JsonSerializer
            .Serialize(JsonSerializer.Deserialize<LocalText>("""{"de":"Grüße","en":"Regards","fr":{"x":1}}"""), Plain)
            .ShouldBe("""{"de":"Grüße","en":"Regards"}""");

    [Fact]
    public void Json_PlainString_OfAnOlderJournal_IsTheSameInBoth() =>
        JsonSerializer.Deserialize<LocalText>("\"Nobody decided.\"").ShouldBe(LocalText.Verbatim("Nobody decided."));

    [Theory]
    [InlineData("""{"de":"x"}""")]
    [InlineData("""["x"]""")]
    [InlineData("1")]
    public void Json_OtherForms_AreRefused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<LocalText>(json));
}
