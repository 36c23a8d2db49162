using System.Text.Json;
using Json.Schema;

namespace Agentic.Orchestration.Packs.Schemas;

/// <summary>A keyword of ours: a text that one value has to fit.</summary>
internal abstract class Keyword(string name) : IKeywordHandler
{
    public string Name => name;

    public object? ValidateKeywordValue(JsonElement value) => Prepare(value.GetString()!);

    public void BuildSubschemas(KeywordData keyword, BuildContext context)
    {
        // None of ours has schemas inside.
    }

    public KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        var fits = Fits(keyword.Value!, context.Instance);
        return new()
        {
            Keyword = name,
            IsValid = fits,
            Error = fits ? null : name,
        };
    }

    /// <summary>What is kept of the keyword's value for all checks.</summary>
    protected virtual object Prepare(string value) => value;

    protected abstract bool Fits(object keyword, JsonElement value);
}
