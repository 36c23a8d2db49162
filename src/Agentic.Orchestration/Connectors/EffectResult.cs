using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Connectors;

public abstract record EffectResult
{
    public sealed record Done(string? Reference, JsonObject Output) : EffectResult;

    /// <summary>The destination has taken it on and will tell later what became of it; it counts as carried out.</summary>
    /// <param name="Reference">The business key under which its event will come.</param>
    public sealed record Accepted(string? Reference, JsonObject Output) : EffectResult;

    /// <summary>The destination said no and did nothing.</summary>
    public sealed record Refused(string Reason) : EffectResult;

    /// <summary>The object has moved on since it was read, and nothing was done.</summary>
    public sealed record Outdated(string Reason) : EffectResult;

    /// <summary>It certainly never left: may be sent again whatever the guarantee.</summary>
    public sealed record NotSent(string Reason) : EffectResult;

    /// <summary>It may or may not have happened.</summary>
    public sealed record Unclear(string Reason) : EffectResult;

    /// <summary>The destination has not seen the key (look-up only).</summary>
    public sealed record NotFound : EffectResult;
}
