namespace Agentic.Orchestration.Identity;

/// <summary>Who works here and what they may do now; asked again before each permit.</summary>
public sealed class AccountDirectory
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Account> _accounts;

    /// <param name="demo">Everybody knows their password; the pages offer them.</param>
    public AccountDirectory(IEnumerable<Account> accounts, IReadOnlyList<Account>? demo = null)
    {
        Demo = demo ?? [];
        _accounts = new(
            Demo.Concat(accounts)
                .DistinctBy(account => account.User)
                .Select(account => KeyValuePair.Create(account.User, account))
        );
    }

    public IReadOnlyList<Account> Demo { get; }

    public Account? Find(string user) => _accounts.GetValueOrDefault(user);

    public IEnumerable<Account> All => _accounts.Values;

    public void Replace(Account account) => _accounts[account.User] = account;

    public void Remove(string user) => _accounts.TryRemove(user, out _);
}
