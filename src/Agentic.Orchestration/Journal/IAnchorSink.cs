namespace Agentic.Orchestration.Journal;

/// <summary>
/// Where anchors go besides the file: a log, a mail, a timestamping service. Called after the checkpoint is durable,
/// in order.
/// </summary>
public interface IAnchorSink
{
    Task PublishAsync(Anchor anchor, CancellationToken cancellationToken);
}
