using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Agentic.Orchestration.Customers;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agentic.Orchestration.Identity.Verification;

/// <summary>
/// A customer without an account shows who they are: order number and e-mail address, then the code that was sent there.
/// Whether the pair exists is looked up after the answer, so neither words nor timing tell a stranger anything.
/// </summary>
internal sealed partial class VerificationService(
    ITicketStore tickets,
    Secrets secrets,
    CustomerDirectory customers,
    IMailer mailer,
    MailOptions mail,
    PackRegistry packs,
    TimeProvider time,
    ILogger<VerificationService> log
) : BackgroundService
{
    /// <summary>Codes that may be tried per challenge: five guesses in a million.</summary>
    private const int Tries = 5;

    /// <summary>Codes to one address within an hour; more are not sent, and the answer stays the same.</summary>
    private const int MailsPerHour = 3;

    private const int MaxWaiting = 1000,
        Workers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly Channel<Asked> _waiting = Channel.CreateBounded<Asked>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public bool IsOn => mail.IsOn && customers.CanVerify;

    /// <returns>The challenge that the code belongs to.</returns>
    public async Task<string> AskAsync(string reference, string email, string locale, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        await tickets.TryAddAsync(
            new(Ticket(id), Encode(new(Hash(id, code), null)), Tries, time.GetUtcNow() + Lifetime),
            time.GetUtcNow(),
            cancellationToken
        );
        _waiting.Writer.TryWrite(new(id, code, reference, email.Trim(), locale));
        return id;
    }

    /// <returns>The customer, or null for a code that is wrong, too old, used or tried too often.</returns>
    public async Task<string?> ConfirmAsync(string id, string code, CancellationToken cancellationToken)
    {
        if (await tickets.UseAsync(Ticket(id), time.GetUtcNow(), cancellationToken) is not { } ticket)
        {
            return null;
        }
        var challenge = JsonSerializer.Deserialize<Challenge>(ticket.Payload)!;
        return
            CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(challenge.CodeHash),
                Encoding.ASCII.GetBytes(Hash(id, code))
            )
            && challenge.CustomerId is { } customerId
            && await tickets.TryRemoveAsync(Ticket(id), cancellationToken)
            ? customerId
            : null;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => SendAllAsync(stoppingToken)));

    /// <summary>Several side by side, so that one that has to be tried again holds up no other.</summary>
    private async Task SendAllAsync(CancellationToken stoppingToken)
    {
        await foreach (var asked in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            Mail? letter = null;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    letter ??= await PrepareAsync(asked, stoppingToken);
                    await (letter is null ? Task.CompletedTask : mailer.SendAsync(letter, stoppingToken));
                    break;
                }
                catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
                {
                    NotSent(log, failed.Message);
                    if (attempt == 3 || failed is MailNotSentException { IsFinal: true })
                    {
                        // Whoever asked can ask again.
                        break;
                    }
                    await Task.Delay(Patience, TimeProvider.System, stoppingToken);
                }
            }
        }
    }

    /// <returns>Null when there is nobody to write to, or enough was written.</returns>
    private async Task<Mail?> PrepareAsync(Asked asked, CancellationToken cancellationToken)
    {
        if (
            await customers.FindByReferenceAsync(asked.Reference, asked.Email, cancellationToken) is not { } customerId
            || !await MayWriteAsync(asked.Email, cancellationToken)
        )
        {
            return null;
        }
        await tickets.SetAsync(Ticket(asked.Id), Encode(new(Hash(asked.Id, asked.Code), customerId)), cancellationToken);
        // To the address on file, not to the one that was typed: they may look alike.
        if (await customers.FindContactAsync(customerId, cancellationToken) is not { } contact)
        {
            return null;
        }
        var texts = packs[packs.Default].Texts;
        var body = texts.Render(
            MailTexts.Code,
            asked.Locale,
            new() { ["code"] = asked.Code, ["minutes"] = Lifetime.TotalMinutes.ToString(CultureInfo.InvariantCulture) }
        );
        return new($"code-{asked.Id}", contact.Email, texts.Render(MailTexts.CodeSubject, asked.Locale, []), body);
    }

    private async Task<bool> MayWriteAsync(string email, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        for (var slot = 0; slot < MailsPerHour; slot++)
        {
            if (
                await tickets.TryAddAsync(
                    new($"mail:{secrets.Pseudonym(email.ToLowerInvariant())}:{slot}", [], 0, now + TimeSpan.FromHours(1)),
                    now,
                    cancellationToken
                )
            )
            {
                return true;
            }
        }
        return false;
    }

    private static string Ticket(string id) => "verification:" + id;

    private string Hash(string id, string code) => secrets.Pseudonym($"{id} {code}");

    private static byte[] Encode(Challenge challenge) => JsonSerializer.SerializeToUtf8Bytes(challenge);

    private sealed record Asked(string Id, string Code, string Reference, string Email, string Locale);

    private sealed record Challenge(string CodeHash, string? CustomerId);

    [LoggerMessage(7001, LogLevel.Warning, "A verification code was not sent: {Reason}")]
    private static partial void NotSent(ILogger logger, string reason);
}
