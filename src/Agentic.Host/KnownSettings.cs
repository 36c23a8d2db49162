using System.Globalization;
using System.Net;
using System.Text;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Storage;

namespace Agentic.Host;

/// <summary>
/// Every setting of the product with the form of its value. A setting that is not here is a slip of the pen and would do nothing;
/// one of another form is said with all others, before anything starts.
/// </summary>
internal static class KnownSettings
{
    private static readonly Form Text = new("text", _ => true),
        Flag = new("true or false", value => bool.TryParse(value, out _)),
        Count = new("a whole number of at least 1", value => Number(value) >= 1),
        CountOrNone = new("a whole number of at least 0", value => Number(value) >= 0),
        Large =
            new(
                "a whole number of at least 0",
                value => long.TryParse(value, CultureInfo.InvariantCulture, out var n) && n >= 0
            ),
        Port = new("a port from 1 to 65535", value => Number(value) is >= 1 and <= 65535),
        Price =
            new(
                "a price such as 2.50",
                value => decimal.TryParse(value, CultureInfo.InvariantCulture, out var price) && price >= 0
            ),
        Duration = new("a duration such as 00:00:05 or 5.00:00:00", value => Span(value) > TimeSpan.Zero),
        Url = new("an absolute URL such as https://shop.example", IsUrl),
        Bus = new("a RabbitMQ address such as amqp://user:password@host/, or nothing", IsBus),
        Store = new(StorageServices.Form, StorageServices.IsSetting),
        Key = new("base64 of at least 32 bytes (openssl rand -base64 32)", IsKey),
        Role = new($"one of {Roles.Customer}, {string.Join(", ", Roles.Staff)}", IsRole),
        Secret = new("at least 32 bytes", value => Encoding.UTF8.GetByteCount(value) >= 32),
        Proxy = new("an address such as 10.0.0.5 or a network such as 10.0.0.0/8", IsProxy),
        Repetition =
            new(
                "Idempotent, Queryable or Neither",
                value => value.ToLowerInvariant() is "idempotent" or "queryable" or "neither"
            );

    /// <summary>A star stands for any one name or number.</summary>
    private static readonly Dictionary<string, Form> All = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accounts:*:Name"] = Text,
        ["Accounts:*:Email"] = Text,
        ["Accounts:*:CustomerId"] = Text,
        ["Accounts:*:PasswordHash"] = Text,
        ["Accounts:*:Roles:*"] = Role,
        ["ConnectionStrings:Bus"] = Bus,
        ["ConnectionStrings:Store"] = Store,
        ["Data:Folder"] = Text,
        ["Demo:Story"] = Flag,
        ["DemoShop:Start"] = Flag,
        ["DemoShop:Urls"] = Text,
        ["DemoShop:World"] = Text,
        ["DemoShop:Data"] = Text,
        ["DemoShop:Events"] = Url,
        ["DemoShop:EventSecret"] = Text,
        ["Events:*:Secret"] = Text,
        ["Execution:RetryDelay"] = Duration,
        ["Execution:MaxRetryDelay"] = Duration,
        ["Execution:UnclearBeforeHandOff"] = Count,
        ["Execution:FailuresBeforeHandOff"] = Count,
        ["Execution:MaxVoided"] = Count,
        ["Execution:CallsPerDestination"] = Count,
        ["Identity:Systems:*:Secret"] = Secret,
        ["Journal:AcceptStoreAt"] = Large,
        ["Journal:AnchorFile"] = Text,
        ["Journal:SigningKeyFile"] = Text,
        ["Library:Data"] = Text,
        ["Limits:RequestsPerMinute"] = Count,
        ["Limits:RequestsPerSecond"] = Count,
        ["Limits:SignInsPerMinute"] = Count,
        ["Limits:VerificationsPerMinute"] = Count,
        ["Mail:Host"] = Text,
        ["Mail:Port"] = Port,
        ["Mail:User"] = Text,
        ["Mail:Password"] = Text,
        ["Mail:From"] = Text,
        ["Mail:Tls"] = Flag,
        ["Mail:CheckRevocation"] = Flag,
        ["Mail:LinkLifetime"] = Duration,
        ["Mail:Demo"] = Flag,
        ["Messaging:Copies"] = Count,
        ["OpenId:Authority"] = Url,
        ["OpenId:ClientId"] = Text,
        ["OpenId:ClientSecret"] = Text,
        ["OpenId:RoleClaim"] = Text,
        ["OpenId:Roles:*"] = Role,
        ["Packs:Path"] = Text,
        ["Packs:Default"] = Text,
        ["Planning:MaxTurns"] = Count,
        ["Planning:MaxRefusals"] = Count,
        ["Planning:MaxTokens"] = Large,
        ["Planning:TurnTimeout"] = Duration,
        ["Planning:MaxAttempts"] = Count,
        ["Planning:RetryDelay"] = Duration,
        ["Planning:MaxReplans"] = CountOrNone,
        ["Planning:MaxActions"] = Count,
        ["Proxies:Trusted:*"] = Proxy,
        ["Secrets:MasterKey"] = Key,
        ["Shop:BaseAddress"] = Url,
        ["Shop:Guarantee"] = Repetition,
        ["Shop:Timeout"] = Duration,
        ["Shop:MaxProcessingTime"] = Duration,
        ["Shop:SettlesWithin"] = Duration,
        ["Shop:DoneStates:*"] = Text,
        ["Shop:AcceptedStates:*"] = Text,
        ["Site:Url"] = Url,
    };

    private static readonly Dictionary<string, Form> OfAModel = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Endpoint"] = Url,
        ["ApiKey"] = Text,
        ["Name"] = Text,
        ["Reviews"] = Flag,
        ["StallTimeout"] = Duration,
        ["MaxOutputTokens"] = Count,
        ["Retries"] = CountOrNone,
        ["InputPrice"] = Price,
        ["OutputPrice"] = Price,
    };

    /// <summary>The product's own sections; what other programs left in the environment is none of its business.</summary>
    private static readonly HashSet<string> Sections = new(
        All.Keys.Select(key => key.Split(':')[0]).Append("Model"),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// One line for each setting that is unknown or has another form, as its environment variable. No value is repeated.
    /// </summary>
    public static IEnumerable<string> FindWrong(IConfiguration configuration) =>
        from setting in configuration.AsEnumerable()
        where !string.IsNullOrEmpty(setting.Value) && setting.Key.Contains(':', StringComparison.Ordinal)
        where Sections.Contains(setting.Key.Split(':')[0])
        // Other programs' connections are none of our business.
        where All.ContainsKey(setting.Key) || !setting.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)
        orderby setting.Key
        let form = Find(setting.Key)
        where form?.IsRight(setting.Value!) != true
        select $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)}: "
            + (form is null ? $"there is no such setting{Nearest(setting.Key)}" : $"must be {form.Description}");

    public static bool IsKnown(string key) => Find(key) is not null;

    private static Form? Find(string key)
    {
        var parts = key.Split(':');
        if (string.Equals(parts[0], "Model", StringComparison.OrdinalIgnoreCase))
        {
            var fallbacks = parts
                .Skip(1)
                .TakeWhile(part => string.Equals(part, "Fallback", StringComparison.OrdinalIgnoreCase));
            return OfAModel.GetValueOrDefault(string.Join(':', parts.Skip(1 + fallbacks.Count())));
        }
        return All.FirstOrDefault(known => Fits(known.Key.Split(':'), parts)).Value;
    }

    private static bool Fits(string[] known, string[] parts) =>
        known.Length == parts.Length
        && known
            .Zip(parts)
            .All(pair => pair.First == "*" || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names in the same section, of which one was probably meant.</summary>
    private static string Nearest(string key)
    {
        var section = key.Split(':')[0];
        var names = All
            .Keys.Where(known => string.Equals(known.Split(':')[0], section, StringComparison.OrdinalIgnoreCase))
            .Concat(
                section.Equals("Model", StringComparison.OrdinalIgnoreCase) ? OfAModel.Keys.Select(name => "Model:" + name) : []
            )
            .Select(name => name.Replace(":", "__", StringComparison.Ordinal));
        return $"; there are {string.Join(", ", names)}";
    }

    private static long? Number(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number <= int.MaxValue
            ? number
            : null;

    private static TimeSpan? Span(string value) =>
        TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var span) ? span : null;

    private static bool IsUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsBus(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps";

    private static bool IsKey(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) && length >= 32;
    }

    private static bool IsRole(string value) => value == Roles.Customer || Roles.Staff.Contains(value);

    private static bool IsProxy(string value) => IPNetwork.TryParse(value, out _) || IPAddress.TryParse(value, out _);

    private sealed record Form(string Description, Func<string, bool> IsRight);
}
