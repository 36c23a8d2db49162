using System.Globalization;

namespace Agentic.DemoShop.World;

/// <summary>Amounts on the wire: a string with the currency's decimals, and the currency.</summary>
public sealed record Money(string Amount, string Currency)
{
    public static Money Of(decimal amount, string currency) =>
        new(Round(amount, currency).ToString("F" + Decimals(currency), CultureInfo.InvariantCulture), currency);

    [System.Text.Json.Serialization.JsonIgnore]
    public decimal Value =>
        decimal.Parse(Amount, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Digits after the point, as ISO 4217 has them for the currencies that this shop sells in.</summary>
    public static int Decimals(string currency) =>
        currency switch
        {
            "JPY" or "KRW" or "ISK" => 0,
            "BHD" or "KWD" or "JOD" or "OMR" or "TND" => 3,
            _ => 2,
        };

    /// <summary>The smallest amount of a currency.</summary>
    public static decimal Unit(string currency) =>
        Decimals(currency) switch
        {
            0 => 1m,
            3 => 0.001m,
            _ => 0.01m,
        };

    public static decimal Round(decimal amount, string currency) =>
        Math.Round(amount, Decimals(currency), MidpointRounding.AwayFromZero);

    /// <summary>Never more than there is: what is not a whole unit is left out.</summary>
    public static decimal Floor(decimal amount, string currency) => Math.Floor(amount / Unit(currency)) * Unit(currency);
}
