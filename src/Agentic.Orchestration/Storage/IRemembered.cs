namespace Agentic.Orchestration.Storage;

/// <summary>What a host remembers of a small table that any host may write to.</summary>
internal interface IRemembered
{
    /// <summary>Reads the table again. May run at any time, several times at once.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}
