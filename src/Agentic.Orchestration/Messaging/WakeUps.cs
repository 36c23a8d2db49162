using System.Threading.Channels;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Where committed work is handed to the bus. Losing one is harmless: the work row stays, and the sweep sends it
/// again.
/// </summary>
internal sealed class WakeUps
{
    private readonly Channel<WorkRow> _pending = Channel.CreateBounded<WorkRow>(
        new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    internal ChannelReader<WorkRow> Pending => _pending.Reader;

    public void Send(WorkRow work) => _pending.Writer.TryWrite(work);
}
