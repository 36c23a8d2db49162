using Agentic.Orchestration.Identity;

namespace Agentic.Host;

/// <summary>The first thing that a newcomer reads.</summary>
internal static class Greeting
{
    public static void Print(WebApplication app, WebApplication? shop)
    {
        var url = app.Urls.First();
        Console.WriteLine(
            $"""

            Agentic listens on {url} (API description: {url}/openapi/v1.json)
              Customers:     {url}/
              Approval desk: {url}/desk
              Cockpit:       {url}/cockpit
            """
        );
        if (shop is not null)
        {
            Console.WriteLine($"Demo shop: {shop.Urls.First()} (books: {shop.Urls.First()}/ledger)");
        }
        if (!Startup.HasDemoAccounts(app.Configuration, app.Environment))
        {
            return;
        }
        Console.WriteLine(
            $$"""
            Demo accounts, password '{{DemoAccounts.Password}}': anna, john (customers), desk,
            approver, senior, ops, cx, privacy, admin

            Try:
              TOKEN=$(curl -s {{url}}/api/session -H 'content-type: application/json' \
                -d '{"user":"anna","password":"demo"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
              curl -s {{url}}/api/requests -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \
                -d '{"text":"Bestellung 10042: die blaue Jacke passt nicht, bitte Geld zurück"}'

            """
        );
    }
}
