using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Agentic.Orchestration.Storage.Postgres;

/// <summary>
/// Names of what two transactions must not decide about at once although neither has a row for it yet: PostgreSQL locks a
/// number, so a name becomes its hash. Two names with one hash would only wait for each other.
/// </summary>
internal static class AdvisoryLocks
{
    /// <summary>Held by the one host that brings the tables to today's schema.</summary>
    public static long Schema { get; } = Of("schema");

    public static long Writer(Guid writer) => Of($"writer/{writer:N}");

    public static long Target(string kind, string target) => Of($"target/{kind}/{target}");

    public static long Counter(string counter) => Of($"limit/{counter}");

    public static long Table(string name) => Of($"table/{name}");

    private static long Of(string name) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"agentic/{name}")));
}
