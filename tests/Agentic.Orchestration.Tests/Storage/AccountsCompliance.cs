using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>What every <see cref="IAccountStore"/> has to do.</summary>
public abstract class AccountsCompliance(IStoreOpener opener) : StoreCompliance(opener)
{
    [StoreFact]
    public async Task Account_SignedInAgain_HasTheRolesOfToday()
    {
        await Store.Accounts.SaveAsync(new("oidc:1", "Mia", "mia@example.com", ["approver", "ops"], Now), default);
        await Store.Accounts.SaveAsync(new("oidc:1", "Mia M.", "", ["ops"], Now.AddDays(1)), default);
        var account = (await Store.Accounts.ListAsync(default)).ShouldHaveSingleItem();
        account.ShouldSatisfyAllConditions(
            row => row.Name.ShouldBe("Mia M."),
            row => row.Email.ShouldBe(""),
            row => row.Roles.ShouldBe(["ops"]),
            row => row.At.ShouldBe(Now.AddDays(1))
        );
    }

    [StoreFact]
    public async Task Absence_IsReplaced_EndsByItselfOrBefore()
    {
        await Store.Accounts.SetAbsenceAsync("mia", new("mia", Now.AddDays(1), ""), default);
        await Store.Accounts.SetAbsenceAsync("mia", new("mia", Now.AddDays(2), "ben"), default);
        (await Store.Accounts.ListAbsencesAsync(Now, default)).ShouldBe([new AbsenceRow("mia", Now.AddDays(2), "ben")]);
        (await Store.Accounts.ListAbsencesAsync(Now.AddDays(2), default)).ShouldBeEmpty();
        await Store.Accounts.SetAbsenceAsync("mia", null, default);
        (await Store.Accounts.ListAbsencesAsync(Now, default)).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task SessionsOfASubject_EndAgainAndAgain_AndADismissalStaysUntilItIsTakenBack()
    {
        var ends = new List<SessionEndRow>();
        foreach (var dismissed in new bool?[] { null, true, null, false, null })
        {
            ends.Add(await Store.Accounts.EndSessionsAsync("mia", dismissed, Now.AddHours(ends.Count), default));
        }
        ends.Select(end => (end.Epoch, end.Dismissed)).ShouldBe([(1, false), (2, true), (3, true), (4, false), (5, false)]);
        // Two hosts at once: no epoch is given twice.
        var both = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Store.Accounts.EndSessionsAsync("ben", null, Now, default))
        );
        both.Select(end => end.Epoch).Order().ShouldBe(Enumerable.Range(1, 10).Select(epoch => (long)epoch));
        await ReopenAsync();
        (await Store.Accounts.ListSessionEndsAsync(default)).Single(end => end.Subject == "mia").ShouldBe(ends[^1]);
    }
}
