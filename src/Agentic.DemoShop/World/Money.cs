using System.Globalization;

namespace Agentic.DemoShop.World;

/// <summary>Amounts on the wire: a string with two decimals and a currency.</summary>
public sealed record Money(string Amount, string Currency)
{
    public static Money Of(decimal amount, string currency) => new(amount.ToString("F2", CultureInfo.InvariantCulture), currency);

    [System.Text.Json.Serialization.JsonIgnore]
    public decimal Value => decimal.Parse(Amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
