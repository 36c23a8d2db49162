using System.CommandLine;
using Agentic.Lab;
using Agentic.Lab.Bench;
using Agentic.Lab.Chaos;

var root = new RootCommand("Checks packs and journals, and measures how the orchestrator holds up.")
{
    CheckCommand.Make(),
    VerifyCommand.Make(),
    MoveCommand.Make(),
    BackupCommand.Make(),
    RestoreCommand.Make(),
    ChaosCommand.Make(),
    BenchCommand.Make(),
    BenchCommand.MakeServer(),
    HashCommand.Make(),
};
return await root.Parse(args).InvokeAsync();
