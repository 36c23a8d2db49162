namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>
/// Keeps a second process off the same file for as long as this one lives: by the file itself, whatever name it is reached by.
/// The operating system drops the lock when the process ends in any way, so nothing has to be cleaned up after a crash.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    /// <summary>What the system answers when somebody else has locked the file (EWOULDBLOCK).</summary>
    private const int Locked = 11;

    private readonly FileStream _file,
        _beside;

    private StoreLock(FileStream file, FileStream beside) => (_file, _beside) = (file, beside);

    /// <exception cref="InvalidOperationException">
    /// Another process holds the store, and the message names it; or the file cannot be written.
    /// </exception>
    public static StoreLock Take(string databaseFile)
    {
        var holder = databaseFile + ".holder";
        FileStream? beside = null;
        try
        {
            // Versions before this one know the file beside the store only.
            beside = Open(databaseFile + ".lock");
            var file = Open(databaseFile);
            File.WriteAllText(holder, $"process {Environment.ProcessId} on {Environment.MachineName}");
            return new(file, beside);
        }
        catch (IOException held) when (IsHeld(held))
        {
            beside?.Dispose();
            var who = File.Exists(holder) ? File.ReadAllText(holder) : "another process";
            throw new InvalidOperationException(
                $"The store {databaseFile} is in use by {who}. Stop it, or give this one its own store with "
                    + $"ConnectionStrings__Store."
            );
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            beside?.Dispose();
            throw new InvalidOperationException(
                $"The store {databaseFile} cannot be written: {wrong.Message} Give this process the right to write the file and "
                    + "its folder, and room on the disk.",
                wrong
            );
        }
    }

    /// <summary>
    /// After the last connection of this process to the file is closed: closing it drops SQLite's locks as well.
    /// </summary>
    public void Dispose()
    {
        _file.Dispose();
        _beside.Dispose();
    }

    private static FileStream Open(string file) =>
        new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    /// <summary>Whether a file could not be opened because another process has locked it.</summary>
    internal static bool IsHeld(IOException failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) is 32 or 33 : failure.HResult == Locked;
}
