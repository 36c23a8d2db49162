using System.Collections.Concurrent;

namespace Agentic.Orchestration.Identity;

/// <summary>Who works here and what they may do now; asked again before each permit.</summary>
internal sealed class AccountDirectory
{
    private readonly ConcurrentDictionary<string, Account> _accounts;
    private readonly ConcurrentDictionary<string, bool> _dismissed = new();

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

    /// <returns>Null for an unknown account, and for one that was dismissed.</returns>
    public Account? Find(string user) => IsDismissed(user) ? null : _accounts.GetValueOrDefault(user);

    public IEnumerable<Account> All => _accounts.Values.Where(account => !IsDismissed(account.User));

    public bool IsDismissed(string user) => _dismissed.ContainsKey(user);

    /// <summary>Also of an account that nobody here has seen yet.</summary>
    public void SetDismissed(string user, bool dismissed)
    {
        if (dismissed)
        {
            _dismissed[user] = true;
        }
        else
        {
            _dismissed.TryRemove(user, out _);
        }
    }

    public void Replace(Account account) => _accounts[account.User] = account;

    public void Remove(string user) => _accounts.TryRemove(user, out _);
}
