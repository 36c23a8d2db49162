using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Agentic.Orchestration.Mailing;

/// <summary>
/// A demo part: mails of a Development host without a mail server stay here, newest first, for everybody on this
/// machine.
/// </summary>
internal sealed class DemoMailbox(TimeProvider time) : IMailer
{
    private const int Kept = 200;
    private readonly Lock _gate = new();
    private readonly LinkedList<KeptMail> _mails = [];

    public sealed record KeptMail(string Id, string To, string Subject, string Body, DateTimeOffset At);

    public IReadOnlyList<KeptMail> Mails
    {
        get
        {
            lock (_gate)
            {
                return [.. _mails];
            }
        }
    }

    public Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _mails.AddFirst(new KeptMail(mail.Id, mail.To, mail.Subject, mail.Body, time.GetUtcNow()));
            while (_mails.Count > Kept)
            {
                _mails.RemoveLast();
            }
        }
        return Task.CompletedTask;
    }

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/demo/mail",
                (HttpRequest request, DemoMailbox mailbox) =>
                    request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
                        ? Results.Content(Page(mailbox.Mails), "text/html; charset=utf-8")
                        : Results.Ok(mailbox.Mails)
            )
            .AllowAnonymous()
            .ExcludeFromDescription();

    private static string Page(IReadOnlyList<KeptMail> mails)
    {
        var page = new StringBuilder(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + "content=\"width=device-width\"><title>Demo mail</title><h1>Demo mail</h1><p>E-mails that this "
                + "Development host would have sent.</p>"
        );
        foreach (var mail in mails)
        {
            page.Append("<article><h2>")
                .Append(WebUtility.HtmlEncode(mail.Subject))
                .Append("</h2><p>")
                .Append(WebUtility.HtmlEncode($"{mail.To}, {mail.At:yyyy-MM-dd HH:mm:ss} UTC"))
                .Append("</p><p>")
                .Append(string.Join("<br>", mail.Body.Split('\n').Select(Line)))
                .Append("</p></article><hr>");
        }
        return page.Append("</html>").ToString();
    }

    private static string Line(string line) =>
        string.Join(
            ' ',
            line.Split(' ')
                .Select(word =>
                    word.StartsWith("http://", StringComparison.Ordinal)
                    || word.StartsWith("https://", StringComparison.Ordinal)
                        ? $"<a href=\"{WebUtility.HtmlEncode(word)}\" rel=\"noreferrer\">{WebUtility.HtmlEncode(word)}</a>"
                        : WebUtility.HtmlEncode(word)
                )
        );
}
