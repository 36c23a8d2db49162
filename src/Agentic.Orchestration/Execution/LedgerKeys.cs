using Agentic.Contracts;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;

namespace Agentic.Orchestration.Execution;

/// <summary>
/// Promise K2: an effect's key is made of pack, kind, business target and occurrence. Request, plan and the model's words never
/// enter, so the same wish in other words, on another channel or after a re-plan has the same key.
/// </summary>
internal sealed class LedgerKeys(ILedgerStore ledger, Secrets secrets)
{
    public async Task<string> ForAsync(string pack, SealedEffect effect, CancellationToken cancellationToken)
    {
        var targets = effect.Targets.Order(StringComparer.Ordinal).ToArray();
        // Entries that ended without an effect (refused, taken back) make room for a next occurrence.
        // So does one that is done, where the same may be asked for again.
        var ended = (await ledger.ListEntriesAsync(effect.Kind, targets, cancellationToken)).Count(entry =>
            !entry.Live || (effect.Recurs && entry.Status == EffectStatus.Done)
        );
        return secrets.EffectKey(string.Join('\n', [pack, effect.Kind, .. targets, $"{ended + 1}"]));
    }

    /// <summary>One undo per effect, for ever.</summary>
    public string ForUndo(string key) => secrets.EffectKey("undo\n" + key);
}
