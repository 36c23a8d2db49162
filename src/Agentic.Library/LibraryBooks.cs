using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agentic.Contracts;

namespace Agentic.Library;

/// <summary>
/// The books of a demo library: a few loans, and one file to which each change is appended. What is in the file has
/// happened; a key that is in it is not carried out again.
/// </summary>
internal sealed class LibraryBooks(string path, TimeProvider time)
{
    public const int LoanDays = 28;

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);
    private readonly Lock _gate = new();
    private Dictionary<string, Loan>? _loans;
    private readonly HashSet<string> _keys = [];

    public Loan? Find(string id)
    {
        lock (_gate)
        {
            return Open().GetValueOrDefault(id.TrimStart('#').ToUpperInvariant());
        }
    }

    public IReadOnlyList<Loan> Of(string customerId)
    {
        lock (_gate)
        {
            return [.. Open().Values.Where(loan => loan.CustomerId == customerId)];
        }
    }

    public bool Knows(string key)
    {
        lock (_gate)
        {
            Open();
            return _keys.Contains(key);
        }
    }

    /// <summary>Carries it out once: the line is on disk before the answer is given.</summary>
    /// <returns>Why not; null when it is done, now or before.</returns>
    public string? Change(string key, string operation, JsonObject arguments)
    {
        lock (_gate)
        {
            var loans = Open();
            if (_keys.Contains(key))
            {
                return null;
            }
            var entry = new LibraryEntry(Today, key, operation, arguments);
            // On a copy: what could not be written has not happened.
            var after = new Dictionary<string, Loan>(loans);
            if (!TryApply(after, entry, out var refusal))
            {
                return refusal;
            }
            try
            {
                Write(entry);
            }
            catch (IOException)
            {
                // The line may be there or not: the file tells, before anything else is answered.
                _loans = null;
                _keys.Clear();
                throw;
            }
            _loans = after;
            _keys.Add(key);
            return null;
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private Dictionary<string, Loan> Open()
    {
        if (_loans is not null)
        {
            return _loans;
        }
        // A line that a crash cut off was never answered: the same call comes again.
        LibraryEntry[] entries = File.Exists(path)
            ?
            [
                .. File.ReadAllText(path)
                    .Split('\n')[..^1]
                    .Select(line => JsonSerializer.Deserialize<LibraryEntry>(line, Lines)!),
            ]
            : [];
        var opened = entries.Length > 0 ? entries[0].On : Today;
        var loans = Seed(opened).ToDictionary(loan => loan.Id);
        foreach (var entry in entries.Where(entry => entry.Key is not null))
        {
            TryApply(loans, entry, out _);
            _keys.Add(entry.Key!);
        }
        return _loans = loans;
    }

    private void Write(LibraryEntry entry)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CutOffHalfLine(file);
        if (file.Length == 0)
        {
            file.Write(Line(new(entry.On)));
        }
        file.Write(Line(entry));
        file.Flush(flushToDisk: true);
    }

    private static void CutOffHalfLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }
            end--;
        }
        file.SetLength(end);
        file.Position = end;
    }

    private static byte[] Line(LibraryEntry entry) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, Lines) + "\n");

    private static bool TryApply(Dictionary<string, Loan> loans, LibraryEntry entry, out string? refusal)
    {
        var arguments = entry.Arguments!;
        if (!loans.TryGetValue(((string)arguments["loanId"]!).TrimStart('#').ToUpperInvariant(), out var loan))
        {
            refusal = "There is no such loan.";
            return false;
        }
        refusal = null;
        switch (entry.Operation)
        {
            case "renew" when loan.Reserved:
                refusal = "Somebody else waits for this book.";
                return false;
            case "renew":
                loans[loan.Id] = loan with
                {
                    Due = DateOnly.Parse((string)arguments["due"]!, null),
                    Renewals = loan.Renewals + 1,
                };
                return true;
            case "restore":
                loans[loan.Id] = loan with
                {
                    Due = DateOnly.Parse((string)arguments["due"]!, null),
                    Renewals = loan.Renewals - 1,
                };
                return true;
            case "waiveFee" when loan.Fee is not { } owed || owed != Amount(arguments):
                refusal = "The fee is not what was to be waived.";
                return false;
            case "waiveFee":
                loans[loan.Id] = loan with { Fee = null };
                return true;
            case "chargeFee":
                loans[loan.Id] = loan with { Fee = Amount(arguments) };
                return true;
            default:
                refusal = $"The library has no operation '{entry.Operation}'.";
                return false;
        }
    }

    private static Money Amount(JsonObject arguments) =>
        new(
            decimal.Parse((string)arguments["amount"]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture),
            (string)arguments["amount"]!["currency"]!
        );

    private static IEnumerable<Loan> Seed(DateOnly opened) =>
        [
            new("L2041", "anna", "Der Sandmann", opened.AddDays(3)),
            new("L2042", "anna", "Die Verwandlung", opened.AddDays(5), Reserved: true),
            new("L2043", "anna", "Effi Briest", opened.AddDays(-9), Fee: new(4.50m, "EUR")),
            new("L3071", "john", "Middlemarch", opened.AddDays(10), Renewals: 2),
            new("L3072", "john", "Bleak House", opened.AddDays(-40), Fee: new(20.00m, "EUR")),
        ];
}
