using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agentic.DemoShop.Admin;

/// <summary>What was executed.</summary>
public sealed record LedgerLine(
    string? Key,
    string Operation,
    string Target,
    string? Amount,
    string? Currency,
    DateTimeOffset At
);

/// <summary>Every call that changes something, whatever became of it.</summary>
public sealed record Attempt(string? Key, string Operation, int Status, string? Fault, DateTimeOffset At);

/// <param name="Idempotency"><c>on</c>: a key is executed once. <c>lookup</c>: keys can be looked up, but a second
/// call executes again. <c>off</c>: neither.</param>
/// <param name="Checks">False: the shop executes anything.</param>
/// <param name="Settlement"><c>immediate</c>: a refund is credited at once. <c>events</c>: it is instructed, and an
/// event says later what became of it.</param>
public sealed record Mode(string Idempotency = "on", bool Checks = true, string Settlement = "immediate");

/// <summary>Books of the shop. Kept in a file when one is given, so that a restart of the demo forgets nothing.</summary>
public sealed class ShopLedger(string? file)
{
    private readonly Dictionary<string, JsonNode?> _answers = [];

    public Lock Gate { get; } = new();

    public Mode Mode { get; set; } = new();

    public List<LedgerLine> Lines { get; } = [];

    public List<Attempt> Attempts { get; } = [];

    /// <summary>What a key was answered with, if it was executed.</summary>
    public bool TryGetAnswer(string key, out JsonNode? answer) => _answers.TryGetValue(key, out answer);

    public void Executed(LedgerLine line, JsonNode? answer)
    {
        Lines.Add(line);
        if (line.Key is not null)
        {
            _answers[line.Key] = answer;
        }
    }

    public void Save(string what, string? key, JsonNode body, DateTimeOffset at)
    {
        if (file is not null)
        {
            File.AppendAllText(
                file,
                new JsonObject
                {
                    ["what"] = what,
                    ["key"] = key,
                    ["body"] = body.DeepClone(),
                    ["at"] = at,
                }.ToJsonString() + "\n"
            );
        }
    }

    public IEnumerable<(string What, string? Key, JsonNode Body, DateTimeOffset At)> Saved()
    {
        foreach (var line in file is not null && File.Exists(file) ? File.ReadLines(file) : [])
        {
            JsonNode? saved;
            try
            {
                saved = JsonNode.Parse(line);
            }
            catch (JsonException)
            {
                // The last line of a process that was killed while writing.
                continue;
            }
            yield return ((string)saved!["what"]!, (string?)saved["key"], saved["body"]!, (DateTimeOffset)saved["at"]!);
        }
    }
}
