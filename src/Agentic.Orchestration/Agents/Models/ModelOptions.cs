namespace Agentic.Orchestration.Agents.Models;

/// <summary>
/// Section <c>Model</c>: any endpoint that speaks OpenAI's chat completions. Without a name the offline planner
/// works.
/// </summary>
internal sealed class ModelOptions
{
    /// <summary>Such as <c>https://api.openai.com/v1</c> or a server of your own.</summary>
    public Uri? Endpoint { get; set; }

    public string? ApiKey { get; set; }

    public string? Name { get; set; }

    /// <summary>
    /// Also gives the second opinion. Default false: the offline reader does, which shares nothing with the model.
    /// </summary>
    public bool Reviews { get; set; }

    /// <summary>Pause between two parts of an answer after which it counts as broken off. Default 20 s.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Tokens of one answer at most. Default 4,000.</summary>
    public int MaxOutputTokens { get; set; } = 4000;

    /// <summary>
    /// Repetitions of a call that was answered with 429 or 5xx. Default 2; a Retry-After of the server is kept.
    /// </summary>
    public int Retries { get; set; } = 2;

    /// <summary>Price of a million input tokens, such as <c>2.50</c>; 0 when unknown.</summary>
    public decimal InputPrice { get; set; }

    /// <summary>Price of a million output tokens.</summary>
    public decimal OutputPrice { get; set; }

    /// <summary>Asked when this one does not answer.</summary>
    public ModelOptions? Fallback { get; set; }

    public bool IsConfigured => !string.IsNullOrEmpty(Name);

    /// <exception cref="InvalidOperationException">Names the settings that are missing.</exception>
    public void Check(string section)
    {
        if (IsConfigured && (Endpoint is null || string.IsNullOrEmpty(ApiKey)))
        {
            throw new InvalidOperationException(
                $"{section}:Name is set; {section}:Endpoint (such as https://api.openai.com/v1) and "
                    + $"{section}:ApiKey are needed with it."
            );
        }
        if (!IsConfigured && (Endpoint is not null || !string.IsNullOrEmpty(ApiKey)))
        {
            throw new InvalidOperationException($"{section}:Name is missing: which model shall be asked at {Endpoint}?");
        }
        Fallback?.Check($"{section}:Fallback");
    }
}
