using Microsoft.Playwright;

namespace Agentic.Browser;

internal static class Keys
{
    private const string FocusedName =
        "(() => { const at = document.activeElement; const label = at.labels?.[0]; return "
        + "(label?.querySelector('.mantine-InputWrapper-label')?.innerText ?? label?.innerText ?? at.innerText ?? "
        + "'').replace(/\\s*\\*$/, '').trim(); })()";

    /// <summary>Presses Tab until what has this name has the focus, as somebody without a mouse does.</summary>
    public static async Task TabToAsync(this IPage page, string name)
    {
        var seen = new List<string>();
        for (var press = 0; press < 80; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>(FocusedName);
            seen.Add(focused);
            if (focused == name || focused.StartsWith(name + "\n", StringComparison.Ordinal))
            {
                return;
            }
        }
        throw new InvalidOperationException($"No Tab leads to '{name}', only to: {string.Join(" | ", seen.Distinct())}");
    }
}
