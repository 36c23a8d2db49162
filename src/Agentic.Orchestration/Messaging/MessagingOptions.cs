namespace Agentic.Orchestration.Messaging;

/// <summary>Section <c>Messaging</c>.</summary>
internal sealed class MessagingOptions
{
    /// <summary>How often each wake-up is sent. Default 1; more only to show that doubled messages change nothing.</summary>
    public int Copies { get; set; } = 1;
}
