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
    public async Task SessionEnd_IsReplacedByTheNext()
    {
        await Store.Accounts.SaveSessionEndAsync(new("mia", 1, false, Now), default);
        await Store.Accounts.SaveSessionEndAsync(new("mia", 2, true, Now.AddHours(1)), default);
        await ReopenAsync();
        (await Store.Accounts.ListSessionEndsAsync(default)).ShouldBe([new SessionEndRow("mia", 2, true, Now.AddHours(1))]);
    }
}
