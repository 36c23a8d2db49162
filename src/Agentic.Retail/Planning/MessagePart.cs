namespace Agentic.Retail.Planning;

/// <summary>A stretch of a message between commas, full stops and joints such as "und".</summary>
/// <param name="Action">What is to be done, if the stretch says so with more than a reason.</param>
/// <param name="HasObject">It names something that an action can be about.</param>
internal sealed record MessagePart(int At, int End, string? Action, bool HasObject);
