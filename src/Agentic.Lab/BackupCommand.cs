using System.CommandLine;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Agentic.Lab;

/// <summary>
/// <c>backup</c>: copies a store as it is at one moment, hosts working on it or not, into one SQLite file that proves by itself.
/// </summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var store = new Option<string>("--store")
        {
            Description = "The SQLite file, or a PostgreSQL database such as Host=db;Database=agentic;Username=agentic;…",
            DefaultValueFactory = _ => "data/agentic.db",
        };
        var target = new Option<string>("--to")
        {
            Description = "The file to make; its anchor lies beside it.",
            Required = true,
        };
        var anchor = AnchorOption();
        var command = new Command("backup", "Copies a store while hosts work on it, and proves the copy.")
        {
            store,
            target,
            anchor,
        };
        command.SetAction(
            (parsed, token) =>
                CommandResult.OfAsync(async () =>
                {
                    var settings = Settings(parsed.GetRequiredValue(store), parsed.GetValue(anchor));
                    var verification = await BackUpAsync(settings, parsed.GetRequiredValue(target), token);
                    return MoveCommand.IsProven(parsed.GetRequiredValue(target), verification);
                })
        );
        return command;
    }

    /// <returns>What the copy proves.</returns>
    /// <exception cref="InvalidOperationException">There is no store, or the target exists.</exception>
    public static async Task<Verification> BackUpAsync(
        IConfiguration settings,
        string target,
        CancellationToken cancellationToken
    )
    {
        if (File.Exists(target))
        {
            throw new InvalidOperationException($"--to: {target} exists. A backup never overwrites anything: name a new file.");
        }
        var file = StorageServices.StoreFile(settings);
        if (StorageServices.IsNew(settings))
        {
            throw new InvalidOperationException($"--store: there is no file {file}.");
        }
        var secrets = ReadSecrets(settings);
        // The anchor first: it is never ahead of what is copied after it.
        var anchor = settings["Journal:AnchorFile"] is { Length: > 0 } named ? named : file + ".anchor";
        if (File.Exists(anchor))
        {
            File.Copy(anchor, target + ".anchor");
        }
        if (StorageServices.IsPostgres(settings))
        {
            await StoreCopy.ToSqliteAsync(settings.GetConnectionString("Store")!, target, secrets.TableMac, cancellationToken);
        }
        else
        {
            CopyFile(file, target);
        }
        await using var copy = SqliteStore.Open(target);
        if (!File.Exists(target + ".anchor") && (await copy.Checkpoints.ListAsync(cancellationToken)).Count > 1)
        {
            throw new InvalidOperationException(
                $"--anchor: there is no file {anchor}, and without an anchor nothing says that the store is whole. Name the "
                    + $"anchor of a host; {target} proves nothing yet."
            );
        }
        var anchors = new AnchorFile(target + ".anchor");
        foreach (var row in await copy.Checkpoints.ListAsync(cancellationToken))
        {
            if (row.Format > 1 && row.Number > anchors.Last)
            {
                anchors.Append(Anchor.Of(row));
            }
        }
        return await JournalVerifier.For(copy, secrets, target + ".anchor").VerifyAsync(cancellationToken);
    }

    public static Option<string?> AnchorOption() =>
        new("--anchor") { Description = "A host's anchor file; default: Journal__AnchorFile, else beside the store." };

    public static IConfiguration Settings(string store, string? anchor = null)
    {
        var given = new Dictionary<string, string?> { ["ConnectionStrings:Store"] = store };
        if (anchor is not null)
        {
            given["Journal:AnchorFile"] = anchor;
        }
        return new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(given).Build();
    }

    public static Secrets ReadSecrets(IConfiguration settings) =>
        new(MasterKey.Read(settings, isDevelopment: File.Exists(StorageServices.StoreFile(settings) + ".dev-key")));

    /// <summary>SQLite's own way: it reads what is committed, beside whoever writes.</summary>
    private static void CopyFile(string file, string target)
    {
        using var source = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        using var copy = new SqliteConnection($"Data Source={target};Pooling=False");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
    }
}
