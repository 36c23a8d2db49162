namespace Agentic.Orchestration.Api.Ops;

/// <param name="Draining">True: it takes on nothing new. False: it works again.</param>
public sealed record SetDraining(bool Draining);
