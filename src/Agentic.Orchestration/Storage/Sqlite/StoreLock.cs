namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// Keeps a second process off the same file for as long as this one lives. The operating system drops it when the
/// process ends in any way, so nothing has to be cleaned up after a crash.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _held;

    private StoreLock(FileStream held) => _held = held;

    /// <exception cref="InvalidOperationException">Another process holds the store; the message names it.</exception>
    public static StoreLock Take(string databaseFile)
    {
        var holder = databaseFile + ".holder";
        try
        {
            var held = new FileStream(databaseFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, $"process {Environment.ProcessId} on {Environment.MachineName}");
            return new(held);
        }
        catch (IOException)
        {
            var who = File.Exists(holder) ? File.ReadAllText(holder) : "another process";
            throw new InvalidOperationException(
                $"The store {databaseFile} is in use by {who}. Stop it, or give this one its own store with "
                    + $"ConnectionStrings__Store."
            );
        }
    }

    public void Dispose() => _held.Dispose();
}
