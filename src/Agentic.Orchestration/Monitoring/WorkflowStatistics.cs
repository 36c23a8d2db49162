namespace Agentic.Orchestration.Monitoring;

/// <summary>What decides how much a process may do on its own, measured from its newest runs.</summary>
/// <param name="Runs">How many runs were looked at, newest first.</param>
/// <param name="PerDay">Frequency: runs a day between the oldest and the newest of them.</param>
/// <param name="ByState">Runs by state.</param>
/// <param name="Automatic">Share that ran without an approval, 0 to 1.</param>
/// <param name="Wrong">Share of the sampled ones that was found wrong; null while none was looked at.</param>
/// <param name="Clarifications">Questions to the customer per request.</param>
/// <param name="Systems">Outside systems that the runs touched.</param>
/// <param name="Teams">Topics under which requests were handed off to a person.</param>
/// <param name="HumanMinutes">Time between claiming and deciding or resolving, per request.</param>
/// <param name="Edits">Runs with an approval that an employee edited.</param>
/// <param name="Undos">Runs that were taken back.</param>
/// <param name="RepeatContacts">Requests that continue an earlier one.</param>
/// <param name="Feedback">What customers said when it was over.</param>
public sealed record WorkflowStatistics(
    string Workflow,
    int Runs,
    double PerDay,
    IReadOnlyDictionary<string, int> ByState,
    double Automatic,
    double? Wrong,
    double Clarifications,
    IReadOnlyList<string> Systems,
    IReadOnlyList<string> Teams,
    double HumanMinutes,
    int Edits,
    int Undos,
    int RepeatContacts,
    FeedbackFigures Feedback
);
