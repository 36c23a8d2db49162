using System.Text;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// What must be the same on all hosts of a store, as keyed digests: hosts can be compared, and no setting can be read from them.
/// </summary>
internal sealed class HostSettings(IConfiguration configuration, PackRegistry packs, TableMac mac)
{
    /// <summary>Whom a host knows, what it takes for certain of others, and how it decides.</summary>
    private static readonly string[] Sections =
    [
        "Accounts",
        "Events",
        "Execution",
        "Identity",
        "Limits",
        "Mail",
        "Model",
        "OpenId",
        "Packs:Default",
        "Planning",
        "Shop",
        "Site",
    ];

    /// <summary>Name and digest of each, such as <c>Accounts=1f3a Shop=77c0</c>.</summary>
    public string Digests { get; } =
        string.Join(
            ' ',
            Sections
                .Select(section => (Name: section, Content: Text(configuration.GetSection(section))))
                .Append((Name: "packs", Content: string.Join('\n', packs.All.Select(Text))))
                .Select(part =>
                    $"{part.Name}={Convert.ToHexStringLower(mac(Encoding.UTF8.GetBytes(part.Content)).AsSpan(0, 8))}"
                )
        );

    /// <summary>Names of what is not the same on all of these hosts. One of an older build says nothing of itself.</summary>
    public static IReadOnlyList<string> FindDifferent(IEnumerable<HostRow> hosts) =>
        [
            .. hosts
                .SelectMany(host => host.Settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Distinct()
                .GroupBy(digest => digest.Split('=')[0])
                .Where(section => section.Count() > 1)
                .Select(section => section.Key)
                .Order(StringComparer.Ordinal),
        ];

    private static string Text(IConfigurationSection section) =>
        string.Join(
            '\n',
            section
                .AsEnumerable(makePathsRelative: true)
                .Where(setting => setting.Value is not null)
                .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
                .Select(setting => $"{setting.Key.ToUpperInvariant()}={setting.Value}")
        );

    private static string Text(Pack pack) =>
        string.Join(' ', [pack.Name, pack.Policies.Hash, .. pack.Workflows.Values.Select(workflow => workflow.Hash).Order()]);
}
