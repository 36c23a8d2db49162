using System.CommandLine;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Storage;
using Agentic.Orchestration.Storage.Postgres;
using Agentic.Orchestration.Storage.Sqlite;

namespace Agentic.Lab;

/// <summary>
/// <c>move</c>: copies a SQLite store to an empty PostgreSQL database and proves the journals before and after.
/// </summary>
internal static class MoveCommand
{
    public static Command Make()
    {
        var store = new Option<string>("--store")
        {
            Description = "The SQLite file; no host may work on it.",
            DefaultValueFactory = _ => "data/agentic.db",
        };
        var target = new Option<string>("--to")
        {
            Description = "The PostgreSQL database, such as Host=db;Database=agentic;Username=agentic;Password=…",
            Required = true,
        };
        var anchor = new Option<string?>("--anchor")
        {
            Description = "The anchor file; default: Journal__AnchorFile, else beside the store.",
        };
        var command = new Command(
            "move",
            "Copies a SQLite store to an empty PostgreSQL database, and proves the journals at both ends."
        )
        {
            store,
            target,
            anchor,
        };
        command.SetAction(
            (parsed, token) =>
                CommandResult.OfAsync(() =>
                    MoveAsync(parsed.GetRequiredValue(store), parsed.GetRequiredValue(target), parsed.GetValue(anchor), token)
                )
        );
        return command;
    }

    private static async Task<bool> MoveAsync(string file, string settings, string? anchor, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"--store: there is no file {file}.");
        }
        var configuration = BackupCommand.Settings(file);
        var secrets = BackupCommand.ReadSecrets(configuration);
        anchor ??= configuration["Journal:AnchorFile"] is { Length: > 0 } named ? named : file + ".anchor";
        Verification before;
        await using (var source = SqliteStore.Open(file))
        {
            before = await JournalVerifier.For(source, secrets, anchor).VerifyAsync(cancellationToken);
        }
        if (!IsProven("the file", before))
        {
            await Console.Error.WriteLineAsync("Nothing was copied.");
            return false;
        }
        var rows = await StoreCopy.ToPostgresAsync(file, settings, secrets.TableMac, cancellationToken);
        await using var moved = PostgresStore.Open(settings);
        var after = await JournalVerifier.For(moved, secrets, anchor).VerifyAsync(cancellationToken);
        var isProven =
            IsProven("the database", after)
            && (after.Requests, after.Events, after.Checkpoints) == (before.Requests, before.Events, before.Checkpoints);
        Console.WriteLine($"{rows} rows.");
        Console.WriteLine(
            isProven
                ? $"Start hosts with ConnectionStrings__Store, the same Secrets__MasterKey, and on one of them "
                    + $"Journal__AnchorFile={anchor}. Then put {file} away: it is a copy from now on."
                : "The copy does not prove: keep the file, and empty the database."
        );
        return isProven;
    }

    public static bool IsProven(string what, Verification verification)
    {
        foreach (var defect in verification.Defects)
        {
            Console.WriteLine($"{what}: {defect.RequestId ?? "store"}: {defect.Reason}");
        }
        Console.WriteLine(
            $"{what}: {verification.Requests} requests, {verification.Events} entries, {verification.Checkpoints} checkpoints: "
                + $"{(verification.Defects.Count == 0 ? "verified" : $"{verification.Defects.Count} defects")}."
        );
        return verification.Defects.Count == 0;
    }
}
