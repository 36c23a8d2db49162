using System.Text.Json.Nodes;
using Agentic.Testing;

namespace Agentic.Scenarios;

/// <summary>Hosts on one database that do not go together, or not quite.</summary>
public sealed class DifferentHostsTests
{
    [PostgresFact]
    public async Task Hosts_WithDifferentSettings_AreNamed_AndNothingOfTheSettingsIsShown()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = await StartAsync(database);
        ((JsonArray)(await app.GetAsync("ops", "/api/cockpit")).Body!["differentSettings"]!).ShouldBeEmpty();
        await using var other = await StartAsync(
            database,
            ("Accounts:nora:PasswordHash", "a-secret"),
            ("Accounts:nora:Roles:0", "approver")
        );
        var cockpit = (await app.GetAsync("ops", "/api/cockpit")).Body!;
        var different = ((JsonArray)cockpit["differentSettings"]!).Select(section => (string)section!).ToArray();
        different.ShouldContain("Accounts");
        different.ShouldNotContain("packs");
        cockpit.ToJsonString().ShouldNotContain("a-secret");
    }

    [PostgresFact]
    public async Task Folder_OfAnotherHost_IsRefused()
    {
        var database = await PostgresServers.CreateDatabaseAsync();
        await using var app = await StartAsync(database);
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            StartAsync(database, ("Data:Folder", Path.Combine(app.Folder, "host1")))
        );
        refused.Message.ShouldContain("Give each host a Data__Folder of its own");
    }

    private static Task<AgenticApp> StartAsync(string database, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        all["ConnectionStrings:Store"] = database;
        return AgenticApp.StartAsync(all, hosts: 2);
    }
}
