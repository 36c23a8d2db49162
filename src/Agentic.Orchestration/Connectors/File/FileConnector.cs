using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Text;

namespace Agentic.Orchestration.Connectors.File;

/// <summary>
/// The smallest outside world: an effect is one line appended to a file. Used by the bench and as the example for
/// writing a connector. A line that is there can be found by its key; one that is not there was not written.
/// </summary>
internal sealed class FileConnector(string path) : IConnector, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    public static IReadOnlyList<OperationDescription> AllOperations { get; } =
    [
        new(
            "file",
            "check",
            false,
            new Dictionary<string, string> { ["id"] = "String" },
            new Dictionary<string, string>
            {
                ["id"] = "String",
                ["state"] = "String",
                ["amount"] = "Object",
            }
        ),
        new(
            "file",
            "contact",
            false,
            new Dictionary<string, string> { ["customerId"] = "String" },
            new Dictionary<string, string> { ["found"] = "Boolean" }
        ),
        new(
            "file",
            "append",
            true,
            new Dictionary<string, string> { ["id"] = "String", ["amount"] = "Object" },
            new Dictionary<string, string> { ["at"] = "String" }
        ),
    ];

    public string Name => "file";

    public ConnectorGuarantee Guarantee { get; } = new(Repetition.Queryable, TimeSpan.FromSeconds(1));

    public IReadOnlyList<OperationDescription> Operations => AllOperations;

    public IReadOnlyList<CustomerQuery> CustomerQueries => [];

    // A file knows no people.
    public Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken) =>
        Task.FromResult<QueryResult>(
            new QueryResult.Found(
                operation == "contact"
                    ? new() { ["found"] = false }
                    : new()
                    {
                        ["id"] = arguments["id"]?.DeepClone(),
                        ["state"] = "delivered",
                        ["amount"] = new JsonObject { ["amount"] = "249.00", ["currency"] = "EUR" },
                    }
            )
        );

    public Task<QueryResult> AskAsync(
        string query,
        JsonObject arguments,
        string customerId,
        CancellationToken cancellationToken
    ) => Task.FromResult<QueryResult>(new QueryResult.Unavailable("A file answers no questions."));

    public EffectQuote Quote(string operation, JsonObject arguments) =>
        new("append", [$"line:{arguments["id"]}"], JsonMoney.Read(arguments["amount"]));

    public Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        var line = Encoding.UTF8.GetBytes(
            $"{effect.Key} {effect.Arguments["id"]} {effect.Arguments["amount"]?.ToJsonString()}\n"
        );
        lock (_gate)
        {
            _file.Write(line);
            _file.Flush();
        }
        return Task.FromResult<EffectResult>(
            new EffectResult.Done(null, new() { ["at"] = _file.Position.ToString(CultureInfo.InvariantCulture) })
        );
    }

    public async Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(effect.Key + " ", StringComparison.Ordinal))
            {
                return new EffectResult.Done(null, []);
            }
        }
        return new EffectResult.NotFound();
    }

    public void Dispose() => _file.Dispose();
}
