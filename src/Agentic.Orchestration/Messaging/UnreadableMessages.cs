using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Messages that no host can read: broken on the way, or from another program. RabbitMQ keeps them in an error queue until
/// somebody has looked; nothing waits for them, because wake-ups come from the store. The in-memory bus has none.
/// </summary>
/// <param name="address">Of the RabbitMQ server; null for the in-memory bus.</param>
internal sealed class UnreadableMessages(Uri? address)
{
    private const int MaxLength = 2000;

    /// <param name="limit">At most so many of each queue.</param>
    public async Task<IReadOnlyList<UnreadableMessage>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var found = new List<UnreadableMessage>();
        await ForEachAsync(
            async (queue, channel) =>
            {
                // Closing the channel gives back what was not acknowledged.
                for (var number = 0; number < limit; number++)
                {
                    if (
                        await channel.BasicGetAsync(queue + MessagingServices.ErrorSuffix, false, cancellationToken)
                        is not { } message
                    )
                    {
                        break;
                    }
                    var text = Encoding.UTF8.GetString(message.Body.Span);
                    found.Add(new(queue, text.Length > MaxLength ? text[..MaxLength] : text));
                }
            },
            cancellationToken
        );
        return found;
    }

    /// <returns>How many were dropped.</returns>
    public async Task<long> DropAsync(CancellationToken cancellationToken)
    {
        var dropped = 0L;
        await ForEachAsync(
            async (queue, channel) =>
                dropped += await channel.QueuePurgeAsync(queue + MessagingServices.ErrorSuffix, cancellationToken),
            cancellationToken
        );
        return dropped;
    }

    private async Task ForEachAsync(Func<string, IChannel, Task> look, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return;
        }
        await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync(cancellationToken);
        foreach (var queue in MessagingServices.Queues)
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            try
            {
                await channel.QueueDeclarePassiveAsync(queue + MessagingServices.ErrorSuffix, cancellationToken);
            }
            catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
            {
                // Nothing unreadable has ever come.
                continue;
            }
            await look(queue, channel);
        }
    }
}
