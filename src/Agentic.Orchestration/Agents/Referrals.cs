using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Canonical;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Agents;

/// <summary>
/// A wish of another business domain in the same words becomes a linked request of that domain. It takes along what the
/// model has proposed for it, so that no model is asked the same again.
/// </summary>
internal sealed class Referrals(RequestJournal journal, TimeProvider time)
{
    /// <summary>What the queries of the first request returned: ids in it count as grounded.</summary>
    private const string Known = "known";

    /// <summary>The linked request is stored before the fact that names it: killed in between, it is found again by its
    /// key and not opened twice.</summary>
    /// <param name="calls">The model's calls of the other pack's actions, without their results.</param>
    /// <returns>What the first request's journal says about it.</returns>
    public async Task<IReadOnlyList<JournalEvent>> ReferAsync(
        PlanningRound round,
        Pack pack,
        IReadOnlyList<JsonObject> calls,
        string model,
        CancellationToken cancellationToken
    )
    {
        var state = round.State;
        var reply = new JsonObject
        {
            ["text"] = "",
            ["calls"] = new JsonArray([.. calls]),
            [Known] = new JsonArray([.. round.QueryResults.Select(result => result?.DeepClone())]),
        };
        // The same wish again is the same request, whatever the customer wrote meanwhile.
        var wish = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pack.Name + Wishes(calls))));
        var id = Ids.NewRequest(time.GetUtcNow());
        var key = new IdempotencyRow("referral:" + state.Id, wish, wish, id);
        var (_, conflict) = await journal.CreateAsync(
            id,
            [
                new RequestReceived(
                    string.Join('\n', Words(state).Distinct()),
                    state.Locale,
                    state.CustomerId,
                    state.SubmittedBy,
                    pack.Name,
                    state.Id,
                    ByLink: state.NeedsSession,
                    Referral: true
                ),
                new ModelTurnTaken(1, 1, model, reply, 0, 0),
            ],
            key,
            cancellationToken
        );
        var linked = conflict is AppendConflict.IdempotencyKeyUsed used ? used.RequestId : id;
        var told = new CustomerTold(
            CustomerTexts.Referred,
            pack.Texts.Render(CustomerTexts.Referred, state.Locale, new() { ["purpose"] = pack.Purpose.In(state.Locale) })
        );
        return !state.Referred.Any(known => known.RequestId == linked) ? [new WishReferred(linked, pack.Name), told]
            // Wished again just now, it is answered again; read again with other words, it says nothing new.
            : IsNamedLast(state, calls) ? [told]
            : [];
    }

    /// <summary>The turn that a linked request began with, as long as no plan has come of it.</summary>
    public static ModelTurnTaken? FindInheritedTurn(RequestState state) =>
        state is { IsReferral: true, PlanVersion: 0, Planning: { Round: 1, Turns: [{ Reply: var reply } turn] } }
            ? turn with
            {
                Reply = (JsonObject)reply.DeepClone(),
            }
            : null;

    public static IEnumerable<JsonNode?> QueryResults(ModelTurnTaken? proposal) => proposal?.Reply[Known] as JsonArray ?? [];

    /// <summary>Whether all its words still come from another request, which deals with the customer's other
    /// wishes.</summary>
    public static bool IsReferral(RequestState state) => state is { IsReferral: true, Planning.Round: 1 };

    private static string Wishes(IEnumerable<JsonObject> calls) =>
        string.Join(
            '\n',
            calls.Select(call =>
                $"{call["name"]} {Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(call["arguments"])))}"
            )
        );

    private static bool IsNamedLast(RequestState state, IEnumerable<JsonObject> calls)
    {
        var last = Words(state).LastOrDefault() ?? "";
        return calls
            .SelectMany(call => (call["arguments"] as JsonObject ?? []).Select(argument => argument.Value))
            .OfType<JsonValue>()
            .Any(value => value.TryGetValue<string>(out var said) && last.Contains(said, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Words(RequestState state) =>
        state.Conversation.Where(line => line.From == "customer").Select(line => line.Text);
}
