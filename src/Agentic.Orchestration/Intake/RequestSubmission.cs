using System.Security.Cryptography;
using System.Text;
using Agentic.Contracts;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Intake;

/// <summary>Accepts a new request.</summary>
internal sealed class RequestSubmission(RequestJournal journal, PackRegistry packs, TimeProvider time)
{
    /// <summary>Who submits without a session.</summary>
    public static Caller Visitor { get; } = new("visitor", null, []);

    /// <summary>Stores the wish before answering: killed right after the 201, the request still proceeds.</summary>
    public async Task<ActResult> SubmitAsync(
        Caller caller,
        NewRequest wish,
        string? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        if (wish.Pack is not null && packs.Find(wish.Pack) is null)
        {
            return new IntakeRefusals.UnknownPack(packs.All.Select(pack => pack.Name));
        }
        var id = Ids.NewRequest(time.GetUtcNow());
        var content = $"{wish.CustomerId}\n{wish.Locale}\n{wish.Text}" + (wish.Pack is null ? "" : "\n" + wish.Pack);
        var body = Hash(content);
        var (state, conflict) = await journal.CreateAsync(
            id,
            [
                new RequestReceived(
                    wish.Text,
                    wish.Locale,
                    wish.CustomerId ?? $"visitor:{id}",
                    caller.User,
                    wish.Pack ?? packs.Default,
                    wish.LinkedTo,
                    Visitor: wish.CustomerId is null
                ),
            ],
            idempotencyKey is null ? null : new IdempotencyRow(caller.User, idempotencyKey, body, id),
            cancellationToken
        );
        return conflict switch
        {
            null => state!,
            AppendConflict.IdempotencyKeyUsed used when used.BodyHash == body => (
                await journal.FindAsync(used.RequestId, cancellationToken)
            )!,
            AppendConflict.IdempotencyKeyUsed => new Refusal.KeyReused("request"),
            _ => throw new InvalidOperationException($"A new request cannot conflict with {conflict}."),
        };
    }

    /// <summary>Tells whether two uses of an idempotency key are the same call.</summary>
    internal static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
