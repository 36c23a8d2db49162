using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Agentic.Contracts;

/// <summary>
/// An amount in one currency. On the wire and in storage <c>{"amount":"249.00","currency":"EUR"}</c>:
/// the amount is a string with exactly the currency's decimals, so no reader can turn it into floating point.
/// </summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money(decimal Amount, string Currency)
{
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>Minor-unit digits of ISO 4217; two unless listed.</summary>
    public static int Decimals(string currency) =>
        currency switch
        {
            "BIF"
            or "CLP"
            or "DJF"
            or "GNF"
            or "ISK"
            or "JPY"
            or "KMF"
            or "KRW"
            or "PYG"
            or "RWF"
            or "UGX"
            or "UYI"
            or "VND"
            or "VUV"
            or "XAF"
            or "XOF"
            or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            "CLF" or "UYW" => 4,
            _ => 2,
        };

    /// <summary>The smallest amount of a currency: a cent, a yen, a fils.</summary>
    public static decimal Unit(string currency) =>
        Decimals(currency) switch
        {
            0 => 1m,
            2 => 0.01m,
            3 => 0.001m,
            _ => 0.0001m,
        };

    /// <summary>How many of the currency's smallest units it is.</summary>
    public long Minor => (long)(Amount / Unit(Currency));

    public static Money OfMinor(long minor, string currency) => new(minor * Unit(currency), currency);

    public string AmountText => Amount.ToString("F" + Decimals(Currency), CultureInfo.InvariantCulture);

    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left.Currency).Amount, left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left.Currency).Amount, left.Currency);

    /// <summary>
    /// Splits into parts proportional to <paramref name="weights"/>; the parts always add up to the whole (largest
    /// remainder).
    /// </summary>
    /// <exception cref="ArgumentException">No positive weight.</exception>
    public IReadOnlyList<Money> Split(IReadOnlyList<decimal> weights)
    {
        var total = weights.Sum();
        if (total <= 0 || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("Weights must not be negative and at least one must be positive.", nameof(weights));
        }
        var unit = Unit(Currency);
        var whole = Amount;
        var exact = weights.Select(weight => whole * weight / total).ToArray();
        var parts = exact.Select(part => Math.Floor(part / unit) * unit).ToArray();
        var missing = (int)Math.Round((whole - parts.Sum()) / unit);
        foreach (
            var index in Enumerable
                .Range(0, parts.Length)
                .OrderByDescending(index => exact[index] - parts[index])
                .ThenBy(index => index)
                .Take(missing)
        )
        {
            parts[index] += unit;
        }
        var currency = Currency;
        return [.. parts.Select(part => new Money(part, currency))];
    }

    /// <summary>Parses <c>249.00</c> with at most the currency's decimals; no thousands separators, no exponent.</summary>
    public static bool TryParse([NotNullWhen(true)] string? amount, [NotNullWhen(true)] string? currency, out Money money)
    {
        money = default;
        if (
            currency is not { Length: 3 }
            || !currency.All(char.IsAsciiLetterUpper)
            || !decimal.TryParse(
                amount,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
            || decimal.Round(value, Decimals(currency)) != value
            || Math.Abs(value) > 1_000_000_000m
        )
        {
            return false;
        }
        // Minus zero would be written with its sign.
        money = new(value == 0 ? 0 : value, currency);
        return true;
    }

    /// <summary>Parses an amount that somebody asks for: digits and a point only, no sign.</summary>
    public static bool TryParseUnsigned(
        [NotNullWhen(true)] string? amount,
        [NotNullWhen(true)] string? currency,
        out Money money
    )
    {
        money = default;
        // As it is written: no leading zeros, and no more decimals than the currency has, not even zeros ("10.000" is
        // ten thousand to some).
        return amount is { Length: > 0 }
            && char.IsAsciiDigit(amount[0])
            && char.IsAsciiDigit(amount[^1])
            && !(amount[0] == '0' && amount.Length > 1 && amount[1] != '.')
            && (
                amount.IndexOf('.', StringComparison.Ordinal) is var point
                && (point < 0 || (currency is not null && amount.Length - point - 1 <= Decimals(currency)))
            )
            && TryParse(amount, currency, out money);
    }

    public override string ToString() => $"{AmountText} {Currency}";

    private Money In(string currency) =>
        Currency == currency
            ? this
            : throw new InvalidOperationException($"Cannot combine {Currency} with {currency}: convert explicitly first.");
}

/// <summary>Reads and writes the wire form; anything else is an error that says what money looks like.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? amount = null,
            currency = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("""Money is an object such as {"amount":"249.00","currency":"EUR"}.""");
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException($"Money's '{name}' must be a string.");
            }
            switch (name)
            {
                case "amount":
                    amount = reader.GetString();
                    break;
                case "currency":
                    currency = reader.GetString();
                    break;
                default:
                    throw new JsonException($"Money has no field '{name}'; it has 'amount' and 'currency'.");
            }
        }
        return Money.TryParse(amount, currency, out var money)
            ? money
            : throw new JsonException(
                "Money needs 'amount' as a decimal string with the currency's decimals and 'currency' as a three-letter code, "
                    + """such as {"amount":"249.00","currency":"EUR"}."""
            );
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount"u8, value.AmountText);
        writer.WriteString("currency"u8, value.Currency);
        writer.WriteEndObject();
    }
}
