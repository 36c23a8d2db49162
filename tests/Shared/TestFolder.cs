namespace Agentic.Testing;

/// <summary>
/// Folders for tests, all below one of this process. They stay when it ends, so that a failure can be looked at; what a
/// process left that has made no folder for an hour is removed by the next one.
/// </summary>
public static class TestFolder
{
    private const string Prefix = "agentic-tests-";
    private static readonly Lazy<DirectoryInfo> Root = new(() =>
    {
        var root = Directory.CreateTempSubdirectory(Prefix);
        foreach (var old in root.Parent!.EnumerateDirectories(Prefix + "*").Where(folder => root.LastWriteTimeUtc - folder.LastWriteTimeUtc > TimeSpan.FromHours(1)))
        {
            try
            {
                old.Delete(recursive: true);
            }
            catch (IOException)
            {
                // Another test process is removing it, or a file is held; the next one tries again.
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's.
            }
        }
        return root;
    });

    public static string Create(string name) => Root.Value.CreateSubdirectory($"{name}-{Guid.NewGuid().ToString("N")[..8]}").FullName;
}
