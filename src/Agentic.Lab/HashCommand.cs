using System.CommandLine;
using Microsoft.AspNetCore.Identity;

namespace Agentic.Lab;

/// <summary><c>hash</c>: reads a password from standard input and prints what <c>Accounts:…:PasswordHash</c> wants.</summary>
internal static class HashCommand
{
    public static Command Make()
    {
        var command = new Command("hash", "Reads a password from standard input and prints its hash for a local account.");
        command.SetAction(_ =>
        {
            if (Console.ReadLine() is not { Length: >= 12 } password)
            {
                Console.Error.WriteLine("A password needs at least 12 characters.");
                return 2;
            }
            Console.WriteLine(new PasswordHasher<string>().HashPassword("", password));
            return 0;
        });
        return command;
    }
}
