using System.Globalization;
using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Engine.Checks;
using Agentic.Orchestration.Connectors;

namespace Agentic.Library;

/// <summary>Loans and fees of the demo library. A repeated key changes nothing, so a call may be sent again.</summary>
internal sealed class LibraryConnector(LibraryBooks books, TimeProvider time) : IConnector
{
    private const string FindLoans = "find_loans";

    public string Name => LibraryOperations.Connector;

    public ConnectorGuarantee Guarantee { get; } = new(Repetition.Idempotent, TimeSpan.FromSeconds(5));

    public IReadOnlyList<OperationDescription> Operations => LibraryOperations.All;

    public IReadOnlyList<CustomerQuery> CustomerQueries { get; } =
    [
        new(
            FindLoans,
            "The customer's loans: title, when each is due, and what is owed.",
            new()
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(),
                ["additionalProperties"] = false,
            },
            IdMember: "loanId"
        ),
    ];

    public Task<QueryResult> AskAsync(
        string query,
        JsonObject arguments,
        string customerId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<QueryResult>(
            query == FindLoans
                ? new QueryResult.Found(new() { ["loans"] = new JsonArray([.. books.Of(customerId).Select(Show)]) })
                : throw new ArgumentException($"The library has no query '{query}'.", nameof(query))
        );

    public Task<QueryResult> QueryAsync(string operation, JsonObject arguments, CancellationToken cancellationToken) =>
        Task.FromResult<QueryResult>(
            new QueryResult.Found(
                books.Find((string?)arguments["loanId"] ?? "") is { } loan
                    ? Show(loan)
                    : new() { ["found"] = false, ["loanId"] = arguments["loanId"]?.DeepClone() }
            )
        );

    // No money moves: a fee that is waived was never paid.
    public EffectQuote Quote(string operation, JsonObject arguments) =>
        new(
            operation is "renew" or "restore" ? "renewal" : "fee",
            [$"loan:{((string?)arguments["loanId"] ?? "").TrimStart('#').ToUpperInvariant()}"],
            null,
            Repeatable: true
        );

    public Task<EffectResult> ExecuteAsync(EffectCall effect, CancellationToken cancellationToken) =>
        Task.FromResult<EffectResult>(
            books.Change(effect.Key, effect.Operation, effect.Arguments) is { } refusal
                ? new EffectResult.Refused(refusal)
                : new EffectResult.Done(null, [])
        );

    public Task<EffectResult> LookUpAsync(EffectCall effect, CancellationToken cancellationToken) =>
        Task.FromResult<EffectResult>(books.Knows(effect.Key) ? new EffectResult.Done(null, []) : new EffectResult.NotFound());

    private JsonObject Show(Loan loan)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var from = loan.Due > today ? loan.Due : today;
        var renewed = from.AddDays(LibraryBooks.LoanDays);
        return new()
        {
            ["found"] = true,
            ["loanId"] = loan.Id,
            ["customerId"] = loan.CustomerId,
            ["title"] = loan.Title,
            ["due"] = Iso(loan.Due),
            ["dueText"] = Words(loan.Due),
            ["newDue"] = Iso(renewed),
            ["newDueText"] = Words(renewed),
            ["renewals"] = loan.Renewals,
            ["reserved"] = loan.Reserved,
            ["fee"] = Show(loan.Fee ?? new Money(0, "EUR")),
        };
    }

    private static JsonObject Show(Money money) =>
        new() { ["amount"] = money.Amount.ToString("0.00", CultureInfo.InvariantCulture), ["currency"] = money.Currency };

    private static string Iso(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);

    private static JsonObject Words(DateOnly date) =>
        new()
        {
            ["de"] = date.ToString("d. MMMM yyyy", CultureInfo.GetCultureInfo("de-DE")),
            ["en"] = date.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB")),
        };
}
