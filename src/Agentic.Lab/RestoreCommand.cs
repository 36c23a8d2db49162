using System.CommandLine;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Agentic.Lab;

/// <summary>
/// <c>restore</c>: puts a backup in the store's place, on record. From then on hosts look each effect up at its destination
/// before they carry it out: what happened after the backup, no journal knows.
/// </summary>
internal static class RestoreCommand
{
    public static Command Make()
    {
        var from = new Option<string>("--from") { Description = "A file that backup made.", Required = true };
        var anchor = BackupCommand.AnchorOption();
        var store = new Option<string>("--store")
        {
            Description = "Where it shall be: a new SQLite file, or an empty PostgreSQL database (Host=…).",
            DefaultValueFactory = _ => "data/agentic.db",
        };
        var by = new Option<string>("--by") { Description = "Who restores it.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why.", Required = true };
        var command = new Command("restore", "Puts a backup in the store's place, and records who did it.")
        {
            from,
            store,
            anchor,
            by,
            reason,
        };
        command.SetAction(
            (parsed, token) =>
                CommandResult.OfAsync(() =>
                    RestoreAsync(
                        parsed.GetRequiredValue(from),
                        BackupCommand.Settings(parsed.GetRequiredValue(store), parsed.GetValue(anchor)),
                        Named("--by", parsed.GetRequiredValue(by)),
                        Named("--reason", parsed.GetRequiredValue(reason)),
                        token
                    )
                )
        );
        return command;
    }

    /// <returns>False when the backup does not prove; then nothing was restored.</returns>
    /// <exception cref="InvalidOperationException">There is no backup, or something stands in its place.</exception>
    public static async Task<bool> RestoreAsync(
        string backup,
        IConfiguration settings,
        string by,
        string reason,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(backup))
        {
            throw new InvalidOperationException($"--from: there is no file {backup}.");
        }
        var file = StorageServices.StoreFile(settings);
        if (!StorageServices.IsPostgres(settings) && Array.Find([file, file + "-wal", file + "-shm"], File.Exists) is { } there)
        {
            throw new InvalidOperationException(
                $"--store: {there} exists. Move {file}, {file}-wal and {file}-shm away together first: they may hold what the "
                    + "backup lacks, and a log that stays behind would be played into the restored file."
            );
        }
        var secrets = BackupCommand.ReadSecrets(settings);
        CheckpointRow? last;
        DateTimeOffset newest;
        await using (var proven = SqliteStore.Open(backup))
        {
            var verification = await JournalVerifier.For(proven, secrets, backup + ".anchor").VerifyAsync(cancellationToken);
            if (!MoveCommand.IsProven(backup, verification))
            {
                return false;
            }
            last = await proven.Checkpoints.FindLastAsync(cancellationToken);
            newest = last?.At ?? DateTimeOffset.UnixEpoch;
        }
        var row = new RestoreRow(by, reason, TimeProvider.System.GetUtcNow(), last?.Number ?? 0, newest);
        if (StorageServices.IsPostgres(settings))
        {
            await StoreCopy.ToPostgresAsync(
                backup,
                settings.GetConnectionString("Store")!,
                secrets.TableMac,
                cancellationToken,
                row
            );
        }
        else
        {
            // On record before it is there: nobody can start on it in between.
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var draft = file + ".restoring";
            File.Copy(backup, draft, overwrite: true);
            await using (var restored = SqliteStore.Open(draft))
            {
                await restored.Restores.AddAsync(row, cancellationToken);
            }
            File.Move(draft, file);
            foreach (var beside in (string[])[".lock", ".holder"])
            {
                File.Delete(draft + beside);
            }
        }
        var anchor = settings["Journal:AnchorFile"] is { Length: > 0 } named ? named : file + ".anchor";
        if (!File.Exists(anchor) && File.Exists(backup + ".anchor"))
        {
            File.Copy(backup + ".anchor", anchor);
        }
        else if (new AnchorFile(anchor) is { Last: var known } kept && known > (last?.Number ?? 0))
        {
            kept.Accept(last?.Number ?? 0);
        }
        Console.WriteLine(
            $"Restored by {by}, as of checkpoint {last?.Number ?? 0} ({newest:u}). Start the hosts: each effect is looked up "
                + "at its destination before it is carried out. On PostgreSQL start the host with this anchor first, and move "
                + "the other hosts' anchors away: they begin new ones while it runs."
        );
        return true;
    }

    private static string Named(string option, string value) =>
        string.IsNullOrWhiteSpace(value) || value.Length > 500
            ? throw new ArgumentException($"{option}: say it with 1 to 500 characters.")
            : value.Trim();
}
