using System.Reflection;
using System.Text.RegularExpressions;
using Agentic.Host;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Agents.Models;
using Agentic.Orchestration.Execution;
using Agentic.Orchestration.Messaging;
using Agentic.Testing;
using Microsoft.Extensions.Configuration;

namespace Agentic.Scenarios;

/// <summary>Whoever starts a host learns of everything that is wrong at once, and reads no secret in it.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public void EveryWrongSetting_IsNamedAtOnce_WithItsForm_AndNoValueIsRepeated()
    {
        (string Key, string Value)[] wrong =
        [
            ("Roles", "cook"),
            ("ConnectionStrings:Store", "mysql://db"),
            ("ConnectionStrings:Bus", "http://very-secret@broker"),
            ("Secrets:MasterKey", "very-secret"),
            ("Identity:Systems:portal:Secret", "very-secret"),
            ("Accounts:nora:Roles:0", "king"),
            ("Execution:RetryDelai", "00:00:01"),
            ("Execution:RetryDelay", "soon"),
            ("Limits:RequestsPerMinute", "0"),
            ("Mail:Port", "99999"),
            ("Model:Fallback:Endpoint", "nowhere"),
            ("Planning:MaxTurns", "many"),
            ("Shop:Guarantee", "perhaps"),
            ("Shop:BaseAddress", "shop"),
            ("Proxies:Trusted:0", "everybody"),
        ];
        // Of another program: none of our business.
        (string, string)[] others =
        [
            ("ConnectionStrings:redis", "localhost"),
            ("ConnectionStrings:Store_ProviderName", "Npgsql"),
        ];
        var refused = Should.Throw<InvalidOperationException>(() =>
            AgenticHost.Build(
                [],
                builder =>
                    builder.Configuration.AddInMemoryCollection(
                        wrong.Concat(others).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2))
                    )
            )
        );
        var lines = refused.Message.Split('\n');
        foreach (var (key, _) in wrong)
        {
            lines
                .Count(line => line.Contains(key.Replace(":", "__", StringComparison.Ordinal) + ":", StringComparison.Ordinal))
                .ShouldBe(1, $"{key} in\n{refused.Message}");
        }
        refused.Message.ShouldNotContain("redis");
        refused.Message.ShouldNotContain("ProviderName");
        refused.Message.ShouldNotContain("very-secret");
    }

    [Fact]
    public void EverySetting_OfTheDocumentation_IsKnown()
    {
        var named = ((string[])["README.md", "docs/operations.md", "docker-compose.yml"])
            .SelectMany(file => Setting().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))))
            .Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))
            .Distinct()
            .ToArray();
        named.Length.ShouldBeGreaterThan(50);
        named.Where(key => !KnownSettings.IsKnown(key)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Execution", typeof(ExecutionOptions))]
    [InlineData("Planning", typeof(PlanningOptions))]
    [InlineData("Messaging", typeof(MessagingOptions))]
    [InlineData("Model", typeof(ModelOptions))]
    public void EverySetting_ThatIsRead_IsKnown(string section, Type options)
    {
        var names = options
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.Name != nameof(ModelOptions.Fallback))
            .Select(property => $"{section}:{property.Name}")
            .ToArray();
        names.ShouldNotBeEmpty();
        names.Where(key => !KnownSettings.IsKnown(key)).ShouldBeEmpty();
    }

    [GeneratedRegex("(?<![A-Za-z0-9_>}])[A-Z][A-Za-z]+(?:__(?:[A-Za-z0-9]+|<[a-z]+>|\\{[a-z]+\\}))+(?![A-Za-z0-9_])")]
    private static partial Regex Setting();
}
