using System.Text.Json.Serialization;

namespace Agentic.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<RequestStatus>))]
public enum RequestStatus
{
    Received,
    Planning,
    AwaitingCustomer,
    Running,
    AwaitingApproval,
    HandedOff,
    Completed,
    PartlyCompleted,
    Declined,
    Withdrawn,
    Failed,
}

[JsonConverter(typeof(JsonStringEnumConverter<ActionStatus>))]
public enum ActionStatus
{
    Proposed,
    Confirmed,
    AwaitingApproval,
    Executing,
    Unclear,
    Done,
    Denied,
    Failed,
    Undone,
    Skipped,
    Withdrawn,
}

public static class StatusExtensions
{
    public static bool IsTerminal(this RequestStatus status) => status >= RequestStatus.Completed;

    public static bool IsTerminal(this ActionStatus status) => status >= ActionStatus.Done;
}
