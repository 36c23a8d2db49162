namespace Agentic.Orchestration.Identity;

/// <param name="CustomerId">Set when this person is a customer (staff can be both).</param>
/// <param name="PasswordHash">Null for somebody who signs in with an identity provider.</param>
/// <param name="Email">Where approvals are announced; null for nowhere.</param>
public sealed record Account(string User, string Name, IReadOnlyList<string> Roles, string? CustomerId, string? PasswordHash, string? Email = null);

/// <summary>Who works here and what they may do now; asked again before each permit.</summary>
public sealed class AccountDirectory
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Account> _accounts;

    /// <param name="demo">Everybody knows their password; the pages offer them.</param>
    public AccountDirectory(IEnumerable<Account> accounts, IReadOnlyList<Account>? demo = null)
    {
        Demo = demo ?? [];
        _accounts = new(Demo.Concat(accounts).DistinctBy(account => account.User).Select(account => KeyValuePair.Create(account.User, account)));
    }

    public IReadOnlyList<Account> Demo { get; }

    public Account? Find(string user) => _accounts.GetValueOrDefault(user);

    public IEnumerable<Account> All => _accounts.Values;

    public void Replace(Account account) => _accounts[account.User] = account;

    public void Remove(string user) => _accounts.TryRemove(user, out _);
}

public static class Roles
{
    public const string Customer = "customer", AgentDesk = "agent-desk", Approver = "approver", SeniorApprover = "senior-approver",
        Ops = "ops", Experience = "cx", Privacy = "privacy", Admin = "admin";

    public static readonly IReadOnlyList<string> Staff = [AgentDesk, Approver, SeniorApprover, Ops, Experience, Privacy, Admin];
}
