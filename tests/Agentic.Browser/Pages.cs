using System.Collections.Concurrent;
using Agentic.Testing;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Agentic.Browser;

/// <summary>A test that needs Chromium and the built pages; without either it says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Pages.Missing;
}

/// <summary>A <see cref="BrowserFactAttribute"/> with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Pages.Missing;
}

/// <summary>
/// The product in a real Chromium. Whatever a page logs as an error, throws, or asks of another site is kept, and fails
/// the test when it ends.
/// </summary>
public sealed class Pages : IAsyncDisposable
{
    private static readonly string? Program = new[]
    {
        Environment.GetEnvironmentVariable("AGENTIC_TEST_CHROMIUM"),
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    }.FirstOrDefault(File.Exists);

    /// <summary>
    /// Milliseconds that a page may take for anything, also on a machine that is many times slower than this one.
    /// </summary>
    private const float Patience = 180_000;
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Pages(IPlaywright playwright, IBrowser browser, AgenticApp app) =>
        (_playwright, _browser, App) = (playwright, browser, app);

    /// <summary>Why pages cannot be tested here; null when they can.</summary>
    public static string? Missing =>
        Program is null ? "Chromium is not installed (apt-get install chromium) and AGENTIC_TEST_CHROMIUM is not set."
        : !File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "index.html"))
            ? "The pages are not built: install Node 20.19 or newer, and build without SkipWeb."
        : null;

    public AgenticApp App { get; }

    public static async Task<Pages> StartAsync(AgenticApp? app = null)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        app ??= await AgenticApp.StartAsync();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Program,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        return new(playwright, browser, app);
    }

    /// <summary>A browser of its own: nobody else's cookies.</summary>
    /// <param name="user">Signed in as this demo account; nobody when null.</param>
    public async Task<IPage> AsAsync(
        string? user,
        string locale = "de-DE",
        bool dark = false,
        int width = 1440,
        int height = 900
    )
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                BaseURL = App.Url,
                Locale = locale,
                TimezoneId = "Europe/Berlin",
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = width, Height = height },
            }
        );
        if (user is not null)
        {
            var signedIn = await context.APIRequest.PostAsync(
                "/api/session",
                new()
                {
                    DataObject = new
                    {
                        user,
                        password = "demo",
                        cookie = true,
                    },
                }
            );
            signedIn.Ok.ShouldBeTrue();
        }
        return await OpenAsync(context);
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<IPage> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => _wrong.Enqueue($"error on {page.Url}: {error}");
        page.Console += (_, message) =>
        {
            // A request that is answered with no is the browser's own line; the page shows it in its own words.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _wrong.Enqueue($"console on {page.Url}: {message.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(App.Url, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
            {
                _wrong.Enqueue($"{page.Url} asks another site: {request.Url}");
            }
        };
        return page;
    }

    /// <summary>What the test itself provoked.</summary>
    public void Forget(string containing)
    {
        var kept = _wrong.Where(wrong => !wrong.Contains(containing, StringComparison.Ordinal)).ToArray();
        _wrong.Clear();
        kept.ToList().ForEach(_wrong.Enqueue);
    }

    /// <summary>The one sentence that says how it stands.</summary>
    public static ILocator Status(IPage page) => page.Locator(".statusSentence");

    /// <summary>What axe calls serious or critical, and sideways scrolling.</summary>
    public static async Task CheckAsync(IPage page, string what)
    {
        var found = (await page.RunAxe())
            .Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation =>
                $"{what}: {violation.Id}: {violation.Help}: "
                + $"{string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"
            );
        found.ShouldBeEmpty();
        (
            await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
        ).ShouldBeLessThanOrEqualTo(0, $"{what} scrolls sideways");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await App.DisposeAsync();
        _wrong.ShouldBeEmpty();
    }
}
