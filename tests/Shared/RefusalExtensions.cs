using Agentic.Orchestration.Api;
using Agentic.Orchestration.Requests;

namespace Agentic.Testing;

/// <summary>What a caller over HTTP would see of a refusal.</summary>
public static class RefusalExtensions
{
    public static int HttpStatus(this Refusal refusal) => RefusalResults.StatusOf(refusal);

    public static string? FieldName(this Refusal refusal) => (refusal as Refusal.Invalid)?.Field;
}
