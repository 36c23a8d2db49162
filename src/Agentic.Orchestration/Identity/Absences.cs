using Agentic.Orchestration.Policies;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// Who is away, and who gets their mail meanwhile. Standing in lends no right: a deputy must hold the roles already, so
/// nobody decides what they could not decide anyway.
/// </summary>
internal sealed class Absences(IAccountStore store, AccountDirectory accounts, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>
    /// The accounts to write to. Whoever is away is replaced by a deputy, or left out without one; when that leaves
    /// nobody, all selected accounts.
    /// </summary>
    /// <param name="fits">Selects the accounts. Applied to deputies as well, because roles may have changed since a
    /// deputy was named.</param>
    public async Task<IReadOnlyList<Account>> ListRecipientsAsync(Func<Account, bool> fits, CancellationToken cancellationToken)
    {
        var away = (await store.ListAbsencesAsync(time.GetUtcNow(), cancellationToken)).ToDictionary(
            row => row.User,
            row => row.Deputy
        );
        var asked = accounts.All.Where(fits).ToArray();
        var present = asked.Select(account =>
        {
            // A deputy may be away as well: follow the chain, and stop where it comes back to somebody already seen.
            var seen = new HashSet<string>();
            for (
                var current = account;
                current is not null && seen.Add(current.User);
                current = accounts.Find(away[current.User])
            )
            {
                if (!away.ContainsKey(current.User))
                {
                    return fits(current) ? current : null;
                }
            }
            return null;
        });
        var found = present.OfType<Account>().DistinctBy(account => account.User).ToArray();
        // Everybody away and nobody named: better a mail that waits in a mailbox than none.
        return found.Length > 0 ? found : asked;
    }

    public async Task<Refusal?> SetAsync(string user, SetAbsence absence, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (absence.Until <= now || absence.Until > now + Longest)
        {
            return new AbsenceRefusals.EndOutOfRange();
        }
        if (absence.Deputy is { } deputy && Deputies(user).All(colleague => colleague.User != deputy))
        {
            return new AbsenceRefusals.DeputyWithoutRoles();
        }
        await store.SetAbsenceAsync(user, new(user, absence.Until, absence.Deputy ?? ""), cancellationToken);
        return null;
    }

    public async Task<AbsencesView> ViewAsync(string user, CancellationToken cancellationToken) =>
        new(
            [
                .. (await store.ListAbsencesAsync(time.GetUtcNow(), cancellationToken)).Select(row => new AbsenceView(
                    row.User,
                    Name(row.User)!,
                    row.Until,
                    row.Deputy.Length == 0 ? null : row.Deputy,
                    Name(row.Deputy)
                )),
            ],
            [.. Deputies(user).Select(account => new Colleague(account.User, account.Name))]
        );

    private IEnumerable<Account> Deputies(string user) =>
        accounts.Find(user) is not { } own
            ? []
            : accounts
                .All.Where(other =>
                    other.User != user
                    && own.Roles.Where(Roles.Staff.Contains)
                        .All(role => other.Roles.Any(held => held == role || PolicyEvaluator.Covers(held, role)))
                )
                .OrderBy(other => other.Name, StringComparer.Ordinal);

    private string? Name(string user) => user.Length == 0 ? null : accounts.Find(user)?.Name ?? user;
}
