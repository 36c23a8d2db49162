using Agentic.Orchestration.Execution.Activities;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Mailing;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Requests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Execution;

public static class ExecutionServices
{
    /// <summary>Section <c>Execution</c>: see <see cref="ExecutionOptions"/>.</summary>
    public static IServiceCollection AddExecution(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(configuration.GetSection("Execution").Get<ExecutionOptions>() ?? new())
            .AddSingleton(provider => new JournalOptions(
                provider.GetRequiredService<MailOptions>().IsOn,
                provider.GetRequiredService<ExecutionOptions>().FailuresBeforeHandOff
            ))
            .AddSingleton<LedgerKeys>()
            .AddSingleton<ExecutionRecorder>()
            .AddSingleton<EffectRecheck>()
            .AddSingleton<RestoredStore>()
            .AddHostedService(provider => provider.GetRequiredService<RestoredStore>())
            .AddSingleton<EffectAnswers>()
            .AddSingleton<EffectCaller>()
            .AddActivities()
            .AddSingleton<StepRunner>()
            .AddSingleton<ApprovalRecheck>()
            .AddSingleton<ApprovalTimers>()
            .AddSingleton<UndoRunner>()
            .AddSingleton<SettlementPolling>()
            .AddSingleton<ActionRunner>()
            .AddSingleton<ActionFailures>()
            .AddSingleton<RequestExecutor>()
            .AddKeyedSingleton<IWakeUpHandler>(
                NextWork.Execution,
                (provider, _) => provider.GetRequiredService<RequestExecutor>()
            );
}
