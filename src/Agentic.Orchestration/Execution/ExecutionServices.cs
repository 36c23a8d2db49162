using Agentic.Orchestration.Execution.Steps;
using Agentic.Orchestration.Gate;
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
            .AddSingleton<RunReader>()
            .AddSingleton<GateEvaluator>()
            .AddSingleton<LedgerKeys>()
            .AddSingleton<ExecutionRecorder>()
            .AddSingleton<EffectRecheck>()
            .AddSingleton<EffectCaller>()
            .AddSteps()
            .AddSingleton<StepRunner>()
            .AddSingleton<PermitStep>()
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

    /// <summary>One for each type of activity; another one is a class and a line here.</summary>
    private static IServiceCollection AddSteps(this IServiceCollection services) =>
        services
            .AddSingleton<GateStep>()
            .AddSingleton<IStep>(provider => provider.GetRequiredService<GateStep>())
            .AddSingleton<IStep, QueryStep>()
            .AddSingleton<IStep, DecideStep>()
            .AddSingleton<IStep, EffectStep>()
            .AddSingleton<IStep, NotifyStep>()
            .AddSingleton<IStep, AskStep>()
            .AddSingleton<IStep, HumanTaskStep>()
            .AddSingleton<IStep, AwaitStep>()
            .AddSingleton<IStep, EventStep>()
            .AddSingleton<IStep, DelayStep>()
            .AddSingleton<IStep, AgentStep>()
            .AddSingleton<IStep, ProposeStep>()
            .AddSingleton<IStep, HandOffStep>();
}
