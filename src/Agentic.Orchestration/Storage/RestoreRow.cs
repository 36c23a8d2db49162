namespace Agentic.Orchestration.Storage;

/// <summary>Somebody put a backup in the store's place: what happened after it was made is not known here.</summary>
/// <param name="Checkpoint">The newest checkpoint of the backup; 0 for none.</param>
/// <param name="BackupAt">When its newest entry was made.</param>
public sealed record RestoreRow(string By, string Reason, DateTimeOffset At, long Checkpoint, DateTimeOffset BackupAt);
