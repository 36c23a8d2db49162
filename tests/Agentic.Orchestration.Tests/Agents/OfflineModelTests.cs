using Agentic.Library;
using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Agents;

/// <summary>Without a language model: phrases of one pack, the vocabulary of another, in the same words.</summary>
public sealed class OfflineModelTests
{
    [Theory]
    [InlineData("de", "Bitte L2041 verlängern", "renew_loan L2041")]
    [InlineData("de", "Guten Tag, können Sie bitte das Buch l2041 verlängern? Vielen Dank!", "renew_loan l2041")]
    [InlineData("de", "Ich möchte L2041 und L2043 verlängern", "person")]
    [InlineData("de", "L2041 verlängern und die Gebühr für L2043 erlassen", "renew_loan L2041; waive_fee L2043")]
    [InlineData("de", "Ich will L2041 nicht verlängern", "person")]
    [InlineData("de", "L2041 nicht verlängern", "person")]
    [InlineData("de", "Verlängern Sie bitte L2041.", "renew_loan L2041")]
    [InlineData("de", "Bitte 10063 stornieren", "cancel_order 10063")]
    [InlineData("de", "Bitte L2041 verlängern und Bestellung 10063 stornieren", "cancel_order 10063 | renew_loan L2041")]
    [InlineData("de", "Bestellung 10063 stornieren. Bitte L2041 verlängern.", "cancel_order 10063 | renew_loan L2041")]
    [InlineData("de", "Stornieren Sie 10063, und verlängern Sie L2041", "cancel_order 10063 | renew_loan L2041")]
    [InlineData("en", "Please renew loan L2041", "renew_loan L2041")]
    [InlineData("en", "please don't renew L2041", "person")]
    [InlineData("en", "Cancel order 10063 and renew L2041, thank you", "cancel_order 10063 | renew_loan L2041")]
    [InlineData("en", "waive the late fee for L2043", "waive_fee L2043")]
    [InlineData("en", "I never got the book L2041", "person")]
    [InlineData("de", "L2041 verlängern, L2041 verlängern und nochmal l2041 verlängern", "person")]
    [InlineData("de", "L2041 verlängern, L2041 verlängern und 10063 stornieren", "cancel_order 10063 | renew_loan L2041")]
    [InlineData(
        "de",
        "10063 stornieren. Und könnten Sie mir die Mahngebühr von L2043 erlassen?",
        "cancel_order 10063 | waive_fee L2043"
    )]
    [InlineData("de", "10063 stornieren. Ach, und die Mahngebühr von L2043 ist mir zu hoch", "person")]
    [InlineData("de", "10063 stornieren, und ich möchte das Buch L2041 noch ein bisschen länger haben", "person")]
    [InlineData("de", "10063 stornieren und die Gebühr in der Bibliothek erlassen", "person")]
    [InlineData("de", "Wann muss ich L2041 zurückgeben? Und 10063 bitte stornieren.", "person")]
    [InlineData("de", "L2041 verlängern oder 10063 stornieren", "person")]
    [InlineData("en", "cancel 10063. Renew L2O41 please", "person")]
    [InlineData("de", "L2041 verlängern. Nein, doch nicht. 10063 stornieren", "person")]
    [InlineData("de", "Verlängern L2041? Nein. 10063 stornieren", "person")]
    [InlineData("en", "Renew L2041, not yet. Cancel 10063", "person")]
    public async Task Words_BecomeActionsOfTheirPack(string locale, string text, string expected)
    {
        await using var bench = Open();
        (await PlannedAsync(bench, await bench.SubmitAsync(text, locale: locale))).ShouldBe(expected);
    }

    [Fact]
    public async Task Question_OfOneDomain_KeepsTheWishOfTheOther()
    {
        await using var bench = Open();
        var id = await bench.SubmitAsync("Bitte L2041 verlängern und eine Bestellung stornieren");
        (await PlannedAsync(bench, id)).ShouldBe("question");
        await bench.WriteAsync(await bench.StateAsync(id), "10063");
        (await PlannedAsync(bench, id)).ShouldBe("cancel_order 10063 | renew_loan L2041");
    }

    [Fact]
    public async Task LaterWish_OfTheOtherDomain_IsReferred_AndTheFirstOneNotAskedAgain()
    {
        await using var bench = Open();
        var id = await bench.SubmitAsync("Bitte L2041 verlängern");
        (await PlannedAsync(bench, id)).ShouldBe("renew_loan L2041");
        await bench.ConfirmAsync(id);
        await bench.ExecuteAsync(id);
        // What is over goes on in a new request of the same domain, until its actions say otherwise.
        var (next, _) = await bench.WriteAsync(await bench.StateAsync(id), "Bestellung 10063 stornieren");
        (await PlannedAsync(bench, next!.Id)).ShouldBe("cancel_order 10063");
        (await bench.StateAsync(next.Id)).Pack.ShouldBe("retail");
    }

    [Fact]
    public async Task Phrases_AreCheckedAgainstTheCatalogue()
    {
        var problems = ProblemsOf(
            """
            renew_loan:
              de: ["verlängern", "{loanId} um {weeks} verlängern"]
            lend_book:
              en: ["lend {loanId}"]
            """
        );
        problems.Count(problem => problem.Contains("phrases.yaml", StringComparison.Ordinal)).ShouldBe(3);
        problems.ShouldContain(problem => problem.Contains("does not say '{loanId}'", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.Contains("'{weeks}' is no argument", StringComparison.Ordinal));
        problems.ShouldContain(problem => problem.Contains("Must be one of renew_loan, waive_fee", StringComparison.Ordinal));
        await Task.CompletedTask;
    }

    private static List<string> ProblemsOf(string phrases)
    {
        var folder = TestFolder.Create("pack");
        var source = Path.Combine(AppContext.BaseDirectory, "workflows", "town-library");
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        File.WriteAllText(Path.Combine(folder, "phrases.yaml"), phrases);
        var (_, problems) = PackLoader.Load(
            folder,
            LibraryOperations.All,
            WorkflowActivities.Catalogue,
            new Orchestration.Agents.Offline.PhraseReader()
        );
        return [.. problems.Select(problem => problem.ToString())];
    }

    private static Workbench Open()
    {
        var shop = new FakeShop();
        shop.AddOrder("10063", "anna", "69.90", "pending");
        shop.AddOrder("10064", "anna", "19.90", "pending");
        return Workbench.Create(shop: shop);
    }

    /// <returns>The actions of the request, and after a bar those of each linked one.</returns>
    private static async Task<string> PlannedAsync(Workbench bench, string id)
    {
        await bench.PlanAsync(id);
        var state = await bench.StateAsync(id);
        if (state.IsWithPerson)
        {
            return "person";
        }
        if (state.Question is not null)
        {
            return "question";
        }
        var all = new List<string> { Actions(state) };
        foreach (var referred in state.Referred)
        {
            await bench.PlanAsync(referred.RequestId);
            all.Add(Actions(await bench.StateAsync(referred.RequestId)));
        }
        return string.Join(" | ", all);
    }

    private static string Actions(RequestState state) =>
        string.Join(
            "; ",
            state.Actions.Select(action => $"{action.Name} {action.Arguments["loanId"] ?? action.Arguments["orderId"]}")
        );
}
