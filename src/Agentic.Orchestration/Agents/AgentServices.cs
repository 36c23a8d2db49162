using System.ClientModel;
using System.ClientModel.Primitives;
using Agentic.Orchestration.Agents.Models;
using Agentic.Orchestration.Agents.Offline;
using Agentic.Orchestration.Messaging;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenAI;
using OpenAI.Chat;

namespace Agentic.Orchestration.Agents;

public static class AgentServices
{
    /// <summary>
    /// Section <c>Planning</c> holds the budgets, section <c>Model</c> the language model. Without one the planner is the
    /// offline one; an <see cref="IChatClient"/> that was registered first goes before both, and an <see cref="AIAgent"/>
    /// under a key of <see cref="AgentRoles"/> before everything.
    /// </summary>
    public static IServiceCollection AddAgents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Planning").Get<PlanningOptions>() ?? new());
        var model = configuration.GetSection("Model").Get<ModelOptions>() ?? new();
        model.Check("Model");
        if (model.IsConfigured)
        {
            services.TryAddSingleton<IChatClient>(provider => Model(provider, model));
        }
        if (model.IsConfigured && model.Reviews)
        {
            services.TryAddKeyedSingleton<IChatClient>(AgentRoles.Reviewer, (provider, _) => Model(provider, model));
        }
        services.TryAddSingleton(model);
        services.TryAddSingleton<IChatClient>(Offline);
        services.TryAddKeyedSingleton<IChatClient>(AgentRoles.Reviewer, (provider, _) => Offline(provider));
        AddAgent(AgentRoles.Planner, provider => provider.GetRequiredService<IChatClient>());
        AddAgent(AgentRoles.Workflow, provider => provider.GetRequiredService<IChatClient>());
        AddAgent(AgentRoles.Reviewer, provider => provider.GetRequiredKeyedService<IChatClient>(AgentRoles.Reviewer));
        return services
            .AddSingleton<IPackExtension, PhraseReader>()
            .AddHostedService<PlannerCheck>()
            .AddSingleton<Reviewer>()
            .AddSingleton<PlanBuilder>()
            .AddSingleton<PlannerCatalogue>()
            .AddSingleton(provider => new AgentPlugins(provider.GetRequiredService<PlannerCatalogue>()))
            .AddSingleton<ModelCaller>()
            .AddSingleton<Referrals>()
            .AddSingleton<TurnReader>()
            .AddSingleton<PlanningRecorder>()
            .AddSingleton<RequestPlanner>()
            .AddKeyedSingleton<IWakeUpHandler>(
                NextWork.Planning,
                (provider, _) => provider.GetRequiredService<RequestPlanner>()
            );

        void AddAgent(string role, Func<IServiceProvider, IChatClient> model) =>
            services.TryAddKeyedSingleton<AIAgent>(role, (provider, _) => AgentFactory.Create(model(provider), role));
    }

    /// <summary>Phrases of the packs first, then the planner that a kind of business brought along.</summary>
    private static OfflineModel Offline(IServiceProvider provider) =>
        new(provider.GetRequiredService<PackRegistry>(), provider.GetKeyedService<IChatClient>(OfflinePlanner.Provider));

    /// <summary>The SDK retries after 429 or 5xx; <see cref="StallDetectingChatClient"/> watches for silence.</summary>
    private static IChatClient OpenAI(ModelOptions options) =>
        new ChatClient(
            options.Name,
            new ApiKeyCredential(options.ApiKey!),
            new OpenAIClientOptions
            {
                Endpoint = options.Endpoint,
                RetryPolicy = new ClientRetryPolicy(options.Retries),
                NetworkTimeout = Timeout.InfiniteTimeSpan,
            }
        ).AsIChatClient();

    private static ResilientChatClient Model(IServiceProvider provider, ModelOptions options)
    {
        var models = new List<IChatClient>();
        for (var next = options; next is { IsConfigured: true }; next = next.Fallback)
        {
            models.Add(new StallDetectingChatClient(OpenAI(next), next));
        }
        return new(
            models,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Microsoft.Extensions.Logging.ILogger<ResilientChatClient>>()
        );
    }
}
