using System.Text.Json.Nodes;

namespace Agentic.Library;

/// <summary>A line of the library's books: what was done, under which key.</summary>
/// <param name="Key">The idempotency key; the first line has none and only says when the books were opened.</param>
internal sealed record LibraryEntry(DateOnly On, string? Key = null, string? Operation = null, JsonObject? Arguments = null);
