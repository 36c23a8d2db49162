namespace Agentic.Orchestration.Storage.Sql;

/// <param name="Appends">Made by this process since it started.</param>
/// <param name="Commits">One commit may hold many appends.</param>
/// <param name="Conflicts">Appends that were refused.</param>
/// <param name="Bytes">The size of the store.</param>
internal sealed record WriterFigures(long Appends, long Commits, long Conflicts, long Bytes);
