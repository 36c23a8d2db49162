namespace Agentic.Orchestration.Connectors;

/// <summary>
/// Open: on its way still. Unknown: the destination has never heard of it. Unavailable: it does not answer; that says
/// nothing.
/// </summary>
public enum Settlement
{
    Done,
    Returned,
    Open,
    Unknown,
    Unavailable,
}
