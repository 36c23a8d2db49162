using Microsoft.Extensions.Configuration;

namespace Agentic.Orchestration.Messaging;

/// <summary>
/// Setting <c>Roles</c>: <c>web</c> serves pages and API, <c>worker</c> plans, executes and writes to people; default both.
/// </summary>
public sealed record HostRoles(bool IsWeb, bool IsWorker)
{
    /// <exception cref="InvalidOperationException">A role that there is not.</exception>
    public static HostRoles Read(IConfiguration configuration)
    {
        var names = (configuration["Roles"] ?? "").ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(names, name => name is not ("web" or "worker")) is { } unknown
            ? throw new InvalidOperationException($"Roles: '{unknown}' is no role. Set web, worker, or both (web,worker).")
            : new(names.Length == 0 || names.Contains("web"), names.Length == 0 || names.Contains("worker"));
    }

    public override string ToString() =>
        (IsWeb, IsWorker) switch
        {
            (true, true) => "web worker",
            (true, false) => "web",
            _ => "worker",
        };
}
