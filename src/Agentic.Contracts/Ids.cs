namespace Agentic.Contracts;

/// <summary>
/// Ids of things inside a request contain the request's id, so that any of them leads to its journal without a look-up.
/// </summary>
public static class Ids
{
    /// <summary>32 lower-case hex digits, time-ordered, so that new rows land at the end of an index.</summary>
    public static string NewRequest(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>Lower bound for the ids of requests created at or after <paramref name="moment"/>.</summary>
    public static string FirstAt(DateTimeOffset moment) => $"{moment.ToUnixTimeMilliseconds():x12}{new string('0', 20)}";

    public static string Run(string requestId, int ordinal) => $"{requestId}-r{ordinal}";

    public static string Approval(string requestId, int number) => $"{requestId}-a{number}";

    public static string HandOff(string requestId, int number) => $"{requestId}-h{number}";

    /// <summary>The request that a run, approval or hand-off belongs to; null when the text has no such shape.</summary>
    public static string? RequestOf(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        var request = dash < 0 ? id : id[..dash];
        return request.Length == 32 && request.All(char.IsAsciiHexDigitLower) ? request : null;
    }
}
