namespace Agentic.Testing;

/// <summary>
/// Folders for tests, all below one of this process. They stay when it ends, so that a failure can be looked at; what a
/// process left that has ended an hour ago is removed by the next one.
/// </summary>
public static class TestFolder
{
    private const string Prefix = "agentic-tests-",
        Lock = "held";
    private static readonly Lazy<(DirectoryInfo Root, FileStream Held)> Own = new(() =>
    {
        var root = Directory.CreateTempSubdirectory(Prefix);
        var held = Hold(root);
        foreach (
            var old in root.Parent!.EnumerateDirectories(Prefix + "*")
                .Where(folder => root.LastWriteTimeUtc - folder.LastWriteTimeUtc > TimeSpan.FromHours(1))
        )
        {
            try
            {
                // Fails as long as its process lives.
                Hold(old).Dispose();
                old.Delete(recursive: true);
            }
            catch (IOException)
            {
                // Held, or another test process removes it.
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's.
            }
        }
        return (root, held);
    });

    public static string Create(string name) =>
        Own.Value.Root.CreateSubdirectory($"{name}-{Guid.NewGuid().ToString("N")[..8]}").FullName;

    private static FileStream Hold(DirectoryInfo folder) =>
        new(Path.Combine(folder.FullName, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
