namespace Agentic.Orchestration.Storage;

/// <summary>Staff: who signed in, who is away, and whose sessions ended.</summary>
public interface IAccountStore
{
    /// <summary>Adds or replaces.</summary>
    Task SaveAsync(AccountRow account, CancellationToken cancellationToken);

    Task<IReadOnlyList<AccountRow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces somebody's absence; null ends it.</summary>
    Task SetAbsenceAsync(string user, AbsenceRow? absence, CancellationToken cancellationToken);

    Task<IReadOnlyList<AbsenceRow>> ListAbsencesAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Begins the subject's next epoch: every session of an earlier one has ended.</summary>
    /// <param name="dismissed">Null leaves it as it is.</param>
    Task<SessionEndRow> EndSessionsAsync(
        string subject,
        bool? dismissed,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyList<SessionEndRow>> ListSessionEndsAsync(CancellationToken cancellationToken);
}
