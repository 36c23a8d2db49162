using Agentic.Contracts;
using Agentic.Orchestration.Requests;

namespace Agentic.Orchestration.Api;

/// <summary>Checks of query parameters that lists share.</summary>
internal static class Query
{
    public static Refusal? Check<T>(string? state)
        where T : struct, Enum =>
        state is null || Enum.GetNames<T>().Contains(state, StringComparer.OrdinalIgnoreCase)
            ? null
            : new Refusal.Invalid("state", $"Must be one of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>A cursor is an id that a page before has shown as <c>next</c>.</summary>
    public static Refusal? CheckAfter(string? after) =>
        after is null || Ids.RequestOf(after) is not null
            ? null
            : new Refusal.Invalid("after", "Must be the 'next' of the page before.");

    /// <summary>Whether the caller also wants what other requests and outside systems say about the object.</summary>
    public static bool IncludesContext(string? include) => include == Context;

    public static Refusal? CheckInclude(string? include) =>
        include is null or Context ? null : new Refusal.Invalid("include", $"Must be {Context}, or left out.");

    private const string Context = "context";
}
