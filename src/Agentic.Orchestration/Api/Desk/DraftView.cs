namespace Agentic.Orchestration.Api.Desk;

/// <param name="ByModel">A language model wrote it; false for a text of the pack.</param>
public sealed record DraftView(string Text, bool ByModel);
