using Microsoft.AspNetCore.Identity;

namespace Agentic.Orchestration.Identity;

/// <summary>Accounts for trying things out: in Development and on loopback only, password <c>demo</c>.</summary>
internal static class DemoAccounts
{
    public const string Password = "demo";

    private static readonly (string User, string Name, string Role)[] People =
    [
        ("anna", "Anna Berger", Roles.Customer),
        ("john", "John Carter", Roles.Customer),
        ("desk", "Dana Schmidt", Roles.AgentDesk),
        ("approver", "Alex Freitag", Roles.Approver),
        ("senior", "Sonja Thiel", Roles.SeniorApprover),
        ("ops", "Olaf Peters", Roles.Ops),
        ("cx", "Carla Engel", Roles.Experience),
        ("privacy", "Paula Roth", Roles.Privacy),
        ("admin", "Adam Kern", Roles.Admin),
    ];

    public static IEnumerable<Account> All()
    {
        var hash = new PasswordHasher<string>().HashPassword("demo", Password);
        return People.Select(person => new Account(
            person.User,
            person.Name,
            [person.Role],
            person.Role == Roles.Customer ? person.User : null,
            hash,
            person.Role is Roles.Approver or Roles.SeniorApprover ? $"{person.User}@shop.example" : null
        ));
    }
}
