using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Gate;

/// <summary>
/// Whether anybody is there who may decide: a local account, or somebody who signed in with the identity provider within
/// thirty days. A mapped group of which nobody has ever signed in is given the benefit of the doubt.
/// </summary>
internal sealed partial class RoleHolders(
    AccountDirectory accounts,
    OpenIdOptions openId,
    PackRegistry packs,
    IAccountStore store,
    TimeProvider time,
    ILogger<RoleHolders> log
) : IHostedService
{
    private static readonly TimeSpan Present = TimeSpan.FromDays(30);

    public async Task<bool> CanDecideAsync(ApprovalDemand demand, CancellationToken cancellationToken) =>
        await MissingRoleAsync(demand, cancellationToken) is null;

    /// <summary>The role that too few people hold for this demand; null when enough do.</summary>
    public async Task<string?> MissingRoleAsync(ApprovalDemand demand, CancellationToken cancellationToken) =>
        (await WhyNobodyAsync(demand, cancellationToken))?.Split(':')[0];

    /// <summary>Roles that a pack asks for and too few people hold, as sentences for ops with the numbers.</summary>
    public async Task<IReadOnlyList<string>> ListUnderstaffedAsync(CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (
            var demand in packs
                .All.SelectMany(pack =>
                    pack.Actions.Values.Select(action => action.Approval)
                        .Concat(
                            pack.Policies.RuleSets.Values.SelectMany(rules => rules)
                                .Select(rule => rule.Approval)
                                .OfType<ApprovalDemand>()
                        )
                )
                .Distinct()
        )
        {
            if (await WhyNobodyAsync(demand, cancellationToken) is { } why)
            {
                missing.Add(why);
            }
        }
        return [.. missing.Distinct().Order(StringComparer.Ordinal)];
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var why in await ListUnderstaffedAsync(cancellationToken))
        {
            Unheld(log, why);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string?> WhyNobodyAsync(ApprovalDemand demand, CancellationToken cancellationToken)
    {
        var holders = await CountAsync(demand.Role, cancellationToken);
        return holders < demand.Quorum ? $"{demand.Role}: {demand.Quorum} needed, {holders} there"
            : demand.Including is { } role && await CountAsync(role, cancellationToken) == 0 ? $"{role}: 1 needed, 0 there"
            : null;
    }

    private async Task<int> CountAsync(string role, CancellationToken cancellationToken)
    {
        var local = accounts
            .All.Where(account => account.PasswordHash is not null && ApprovalRights.HasRole(account, role))
            .Select(account => account.User);
        if (!openId.IsOn)
        {
            return local.Count();
        }
        var rows = (await store.ListAsync(cancellationToken))
            .Where(row => row.Roles.Any(held => held != Roles.Admin && PolicyEvaluator.Covers(held, role)))
            .ToArray();
        return
            rows.Length == 0 && openId.Roles.Values.Any(mapped => mapped != Roles.Admin && PolicyEvaluator.Covers(mapped, role))
            ? int.MaxValue
            : local.Concat(rows.Where(row => time.GetUtcNow() - row.At < Present).Select(row => row.User)).Distinct().Count();
    }

    [LoggerMessage(
        5101,
        LogLevel.Warning,
        "Nobody can decide what a pack asks for: {Missing}. Such approvals go to the role that they escalate to, or "
            + "to a hand-off, at once"
    )]
    private static partial void Unheld(ILogger logger, string missing);
}
