using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Intake;

public static class IntakeServices
{
    public static IServiceCollection AddIntake(this IServiceCollection services) =>
        services
            .AddSingleton<RequestSubmission>()
            .AddSingleton<PlanAnswers>()
            .AddSingleton<CustomerMessageIntake>()
            .AddSingleton<RequestCommands>();
}
