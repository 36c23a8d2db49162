using Agentic.Orchestration.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Approvals;

public static class ApprovalServices
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) =>
        services
            .AddSingleton<Presence>()
            .AddSingleton<ISignalReceiver>(provider => provider.GetRequiredService<Presence>())
            .AddSingleton<EarlierActions>()
            .AddSingleton<IDeviationCheck, WordsCheck>()
            .AddSingleton<Deviations>()
            .AddSingleton<UndoApproval>()
            .AddSingleton<ApprovalChange>()
            .AddSingleton<ApprovalEdit>()
            .AddSingleton<ApprovalCommands>();
}
