using System.Text.Json.Nodes;
using Agentic.Contracts;
using Agentic.Host;
using Agentic.Orchestration.Agents;
using Agentic.Orchestration.Approvals;
using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Execution;
using Agentic.Orchestration.Gate;
using Agentic.Orchestration.HandOffs;
using Agentic.Orchestration.Identity;
using Agentic.Orchestration.Intake;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agentic.Testing;

/// <summary>
/// The whole orchestrator without bus and HTTP: a test decides when planning and execution run, so it can put anything
/// between any two steps. Storage, policies, gate, seal and ledger are the real ones.
/// </summary>
public sealed class Workbench : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Workbench(WebApplication app, FakeShop shop, ShiftedTime time, string folder) =>
        (_app, Shop, Time, Folder) = (app, shop, time, folder);

    public FakeShop Shop { get; }

    public ShiftedTime Time { get; }

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    internal RequestJournal Journal => Services.GetRequiredService<RequestJournal>();

    internal IStore Store => Services.GetRequiredService<IStore>();

    public PackRegistry Packs => Services.GetRequiredService<PackRegistry>();

    internal AccountDirectory Accounts => Services.GetRequiredService<AccountDirectory>();

    internal ApprovalCommands Approvals => Services.GetRequiredService<ApprovalCommands>();

    internal RequestCommands Requests => Services.GetRequiredService<RequestCommands>();

    internal RequestSubmission Submission => Services.GetRequiredService<RequestSubmission>();

    public static Caller Anna { get; } = new("anna", "anna", ["customer"]);

    /// <summary>
    /// The process dies after the outside system has done a call and before the journal knows of it. What is opened on the same
    /// store a minute later is another one.
    /// </summary>
    /// <param name="kills">The call that is its last.</param>
    public async Task<Workbench> KilledAfterAsync(Func<EffectCall, bool> kills, Func<Task> run)
    {
        var (answers, killed) = (Shop.After, false);
        Shop.After = call =>
        {
            killed |= kills(call);
            return killed ? throw new OperationCanceledException("killed") : answers(call);
        };
        try
        {
            await run();
        }
        catch (OperationCanceledException)
        {
            // The process is gone; what it had intended is in the journal.
        }
        await DisposeAsync();
        if (!killed)
        {
            throw new InvalidOperationException("The call that was to be the last one was never made.");
        }
        Shop.After = answers;
        Time.Advance(TimeSpan.FromMinutes(1));
        return Create(Folder, Shop, Time);
    }

    /// <summary>An approver says yes and it runs, while the customer withdraws: whichever comes first.</summary>
    public async Task<RequestState> ApprovedAndWithdrawnAsync(string id)
    {
        var state = await StateAsync(id);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                await DecideAsync(id, "approver");
                await ExecuteAsync(id);
            }),
            Task.Run(() => Requests.WithdrawAsync(Anna, state, default))
        );
        await ExecuteAsync(id);
        return await StateAsync(id);
    }

    public static Workbench Create(
        string? folder = null,
        FakeShop? shop = null,
        ShiftedTime? time = null,
        IChatClient? model = null,
        string? packs = null,
        IChatClient? reviewer = null,
        Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        folder ??= TestFolder.Create("test");
        shop ??= new FakeShop();
        // A Monday morning: calendars are open.
        time ??= new ShiftedTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var app = AgenticHost.Build(
            [],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["ConnectionStrings:Store"] = Path.Combine(folder, "store.db"),
                        ["ASPNETCORE_ENVIRONMENT"] = "Development",
                        ["Limits:RequestsPerMinute"] = "1000000",
                        // A test of work that is due sees only what it asked for.
                        ["Mail:Demo"] = "false",
                    }
                );
                builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
                builder.Environment.EnvironmentName = "Development";
                if (packs is not null)
                {
                    builder.Configuration.AddInMemoryCollection([new("Packs:Path", packs)]);
                }
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddSingleton<IConnector>(shop);
                if (model is not null)
                {
                    builder.Services.AddSingleton(model);
                }
                if (reviewer is not null)
                {
                    builder.Services.AddKeyedSingleton(AgentRoles.Reviewer, reviewer);
                }
                services?.Invoke(builder.Services);
            }
        );
        return new(app, shop, time, folder);
    }

    public Task PlanAsync(string id) => Services.GetRequiredService<RequestPlanner>().PlanAsync(id, CancellationToken.None);

    public Task ExecuteAsync(string id) =>
        Services.GetRequiredService<RequestExecutor>().ExecuteAsync(id, CancellationToken.None);

    public async Task<RequestState> StateAsync(string id) => (await Journal.FindAsync(id, CancellationToken.None))!;

    public async Task<string> SubmitAsync(string text, string customer = "anna", string locale = "de") =>
        (
            await Submission.SubmitAsync(
                new(customer, customer, ["customer"]),
                new(customer, text, locale),
                null,
                CancellationToken.None
            )
        )
            .State!
            .Id;

    /// <summary>Anna writes in her request.</summary>
    internal Task<ActResult> WriteAsync(RequestState state, string text) =>
        Services.GetRequiredService<CustomerMessageIntake>().WriteAsync(Anna, state, new(text), CancellationToken.None);

    public async Task ConfirmAsync(string id)
    {
        var state = await StateAsync(id);
        var (_, refusal) = await Services
            .GetRequiredService<PlanAnswers>()
            .ConfirmAsync(
                new(state.CustomerId, state.CustomerId, ["customer"]),
                state,
                state.PlanVersion,
                true,
                CancellationToken.None
            );
        refusal.ShouldBeNull();
    }

    /// <summary>From words to the state that execution leads to.</summary>
    public async Task<string> RunAsync(string text, string customer = "anna")
    {
        var id = await SubmitAsync(text, customer);
        await PlanAsync(id);
        await ConfirmAsync(id);
        await ExecuteAsync(id);
        return id;
    }

    public async Task<Refusal?> DecideAsync(
        string id,
        string user,
        DecisionKind decision = DecisionKind.Approve,
        string? reason = null,
        JsonObject? arguments = null,
        string? seal = null
    )
    {
        var state = await StateAsync(id);
        var approval = state.Approvals[^1];
        return (
            await Approvals.DecideAsync(
                new(user, null, [user]),
                state,
                approval.Id,
                new(seal ?? approval.Asked.Seal, decision, arguments, reason),
                CancellationToken.None
            )
        ).Refusal;
    }

    /// <summary>What an employee's answer to a hand-off would lead to.</summary>
    internal Change Resolve(
        RequestState state,
        HandOffState handOff,
        ResolveHandOff answer,
        string user = "desk",
        Predicate<string>? mayAnswer = null
    ) =>
        HandOffResolution.Resolve(
            new(user, user),
            state,
            handOff,
            answer,
            Packs,
            new(mayAnswer ?? (_ => true), new ApprovalRights(Accounts).IsSamePerson),
            Time.GetUtcNow()
        );

    /// <summary>These people answer the request's latest question one after the other.</summary>
    internal async Task AnswerAsync(string id, ResolveHandOff answer, params string[] users)
    {
        foreach (var user in users)
        {
            await Journal.UpdateAsync(id, current => Resolve(current, current.HandOffs[^1], answer, user).Events, default);
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
