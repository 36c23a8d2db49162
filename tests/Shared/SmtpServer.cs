using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Agentic.Testing;

/// <summary>A mail server that speaks enough SMTP for a client: it keeps what it takes, and says no on demand.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly Task _accepting;

    private readonly X509Certificate2? _certificate;

    /// <param name="startTls">It offers STARTTLS, with a certificate that nobody has signed but itself.</param>
    public SmtpServer(bool startTls = false)
    {
        _certificate = startTls ? SelfSigned() : null;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Headers and body as they came.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    /// <summary>The next recipients are answered with these, such as <c>450 later</c>.</summary>
    public void Refuse(params string[] answers) => answers.ToList().ForEach(_refusals.Enqueue);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(DateTimeOffset.UnixEpoch, new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        await using (var stream = client.GetStream())
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync(_over.Token) is { } line)
            {
                var verb = line.Split(' ', 2)[0].ToUpperInvariant();
                if (verb == "EHLO" && _certificate is not null)
                {
                    await writer.WriteLineAsync("250-test\r\n250 STARTTLS");
                    continue;
                }
                if (verb == "STARTTLS")
                {
                    await writer.WriteLineAsync("220 go on");
                    await using var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate!);
                    // Whoever trusts it gets no further: this server takes no mail that way.
                    return;
                }
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    _mails.Enqueue(await ReadMailAsync(reader));
                }
                await writer.WriteLineAsync(
                    verb == "RCPT" && _refusals.TryDequeue(out var refusal) ? refusal
                    : verb == "QUIT" ? "221 bye"
                    : "250 ok"
                );
            }
        }
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_over.Token) is { } line && line != ".")
        {
            mail.Append(line).Append('\n');
        }
        return mail.ToString();
    }
}
