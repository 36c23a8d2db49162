using System.CommandLine;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;

namespace Agentic.Lab;

/// <summary>
/// <c>verify</c>: proves every journal of a store; exit 1 naming each request that was changed, cut or deleted.
/// </summary>
internal static class VerifyCommand
{
    public static Command Make()
    {
        var store = new Option<string>("--store")
        {
            Description = "The SQLite file, or a PostgreSQL database such as Host=db;Database=agentic;Username=agentic;…",
            DefaultValueFactory = _ => "data/agentic.db",
        };
        var anchor = new Option<string?>("--anchor")
        {
            Description = "The anchor file; default: Journal__AnchorFile, else beside the store.",
        };
        var command = new Command(
            "verify",
            "Proves all journals against their chains, signed heads, checkpoints and the anchor, and all rows that "
                + "follow from them against the journals."
        )
        {
            store,
            anchor,
        };
        command.SetAction(
            async (parsed, token) =>
            {
                var settings = new ConfigurationBuilder()
                    .AddEnvironmentVariables()
                    .AddInMemoryCollection([new("ConnectionStrings:Store", parsed.GetRequiredValue(store))])
                    .Build();
                try
                {
                    var file = StorageServices.StoreFile(settings);
                    if (StorageServices.IsNew(settings))
                    {
                        await Console.Error.WriteLineAsync($"--store: there is no file {file}.");
                        return 2;
                    }
                    var secrets = new Secrets(MasterKey.Read(settings, isDevelopment: File.Exists(file + ".dev-key")));
                    await using var opened = StorageServices.Open(settings, seal: null);
                    var (requests, events, checkpoints, defects) = await JournalVerifier
                        .For(opened, secrets, parsed.GetValue(anchor) ?? settings["Journal:AnchorFile"] ?? file + ".anchor")
                        .VerifyAsync(token);
                    foreach (var defect in defects)
                    {
                        Console.WriteLine($"{defect.RequestId ?? "store"}: {defect.Reason}");
                    }
                    Console.WriteLine(
                        $"{requests} requests, {events} entries, {checkpoints} checkpoints: "
                            + $"{(defects.Count == 0 ? "verified" : $"{defects.Count} defects")}."
                    );
                    return defects.Count == 0 ? 0 : 1;
                }
                catch (InvalidOperationException wrong)
                {
                    await Console.Error.WriteLineAsync(wrong.Message);
                    return 2;
                }
            }
        );
        return command;
    }
}
