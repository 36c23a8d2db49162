using Agentic.Contracts;

namespace Agentic.Orchestration.Api;

/// <summary>What a page has to know before anybody has signed in.</summary>
/// <param name="Automaton">The built-in planner answers, not a language model.</param>
/// <param name="Visitors">One may write first and show who one is later.</param>
/// <param name="OpenId">Staff sign in with an identity provider.</param>
/// <param name="DemoPeople">Accounts to try things out with; empty outside Development.</param>
/// <param name="Zone">IANA name of the time zone in which times are told.</param>
public sealed record About(
    IReadOnlyList<LocalText> Examples,
    bool Automaton,
    bool Visitors,
    bool OpenId,
    IReadOnlyList<DemoPerson> DemoPeople,
    string Zone
);
