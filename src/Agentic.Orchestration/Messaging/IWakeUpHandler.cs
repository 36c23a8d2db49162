namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Does what is due for a request in one queue; registered under the queue's name (<see cref="Requests.NextWork"/>).
/// It may be called twice for the same work, and for work that is done already.
/// </summary>
internal interface IWakeUpHandler
{
    Task HandleAsync(string requestId, CancellationToken cancellationToken);
}
