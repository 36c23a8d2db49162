using Agentic.Lab.Chaos;

namespace Agentic.Scenarios;

/// <summary>Three hosts, PostgreSQL and RabbitMQ as real processes, and each kind of fault once.</summary>
public sealed class ClusterTests
{
    [ClusterFact]
    public async Task Cluster_WhoseHostsServersAndNetworksFail_IsGreen()
    {
        var options = new ChaosOptions(Requests: 20, Kills: ClusterRun.KindsOfFaults, Seed: 7, "lookup", "", Hosts: 3);
        var result = await new ClusterRun(options).RunAsync(default);
        result.IsGreen.ShouldBeTrue(string.Join('\n', result.Findings));
    }
}
