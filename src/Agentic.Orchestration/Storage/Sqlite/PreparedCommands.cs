using Microsoft.Data.Sqlite;

namespace Agentic.Orchestration.Storage.Sqlite;

/// <summary>Statements of one connection that are parsed when they are first used.</summary>
internal abstract class PreparedCommands(SqliteConnection connection) : IDisposable
{
    private readonly List<PreparedCommand> _all = [];

    public virtual void Dispose() => _all.ForEach(command => command.Dispose());

    protected PreparedCommand Use(ref PreparedCommand? command, string sql)
    {
        if (command is null)
        {
            command = new(connection, sql);
            _all.Add(command);
        }
        return command;
    }
}
