namespace Agentic.Orchestration.Text;

/// <summary>A word as it is compared: lower case, umlauts written out, accents dropped.</summary>
/// <param name="Part">Counts up at commas and joints such as "but"; what belongs together stands in one part.</param>
public sealed record Word(string Text, int Clause, int Part);
