using System.Diagnostics;
using Agentic.Contracts;
using Agentic.Orchestration.Journal;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Storage;

namespace Agentic.Host.Demo;

/// <summary>The five steps that show in two minutes what this is, ticked off from what the journal says.</summary>
/// <param name="ProcessId">For the step that kills this process.</param>
/// <param name="ShopUrl">For the step that changes an order in the shop.</param>
internal sealed record FirstStepsView(IReadOnlyList<FirstStep> Steps, int ProcessId, string ShopUrl);

/// <param name="Id"><c>ask</c>, <c>approve</c>, <c>receipt</c>, <c>void</c> or <c>restart</c>.</param>
internal sealed record FirstStep(string Id, bool Done);

internal static class FirstSteps
{
    private const int Looked = 20;
    private static readonly string[] Readers = ["anna", "john"];

    public static void Map(WebApplication app, string shopUrl)
    {
        var began = new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUniversalTime();
        app.MapGet(
                "/api/demo/steps",
                async (IRequestIndex requestIndex, RequestJournal journal, CancellationToken token) =>
                {
                    var requests = new List<RequestState>();
                    foreach (var reader in Readers)
                    {
                        foreach (var row in await requestIndex.ListAsync(new(reader, null, null, Looked), token))
                        {
                            requests.Add((await journal.FindAsync(row.Id, token))!);
                        }
                    }
                    var refunded = requests.Where(IsRefunded).ToArray();
                    return new FirstStepsView(
                        [
                            new("ask", requests.Count > 0),
                            new(
                                "approve",
                                requests.Any(request =>
                                    request.Approvals.Any(approval =>
                                        approval.Status is ApprovalStatus.Approved or ApprovalStatus.Used
                                    )
                                )
                            ),
                            new("receipt", refunded.Length > 0),
                            new(
                                "void",
                                requests.Any(request =>
                                    request.Approvals.Any(approval => approval.Status == ApprovalStatus.Voided)
                                )
                            ),
                            // It was done before this process began, and nothing has been done about it since.
                            new("restart", refunded.Any(request => request.UpdatedAt < began)),
                        ],
                        Environment.ProcessId,
                        shopUrl
                    );
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static bool IsRefunded(RequestState request) =>
        request.Status == RequestStatus.Completed
        && request.Actions.Any(action =>
            action.Effects.Any(effect => effect.Effect.Operation == "refund" && effect.Status == EffectStatus.Done)
        );
}
