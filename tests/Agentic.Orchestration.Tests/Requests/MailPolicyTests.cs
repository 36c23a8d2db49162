using Agentic.Contracts;
using Agentic.Orchestration.Packs;
using Agentic.Orchestration.Requests;
using Agentic.Orchestration.Requests.Messages;

namespace Agentic.Orchestration.Tests.Requests;

public sealed class MailPolicyTests
{
    [Fact]
    public void WhatNeedsAnAnswer_GoesBeforeWhatIsOnlyNews()
    {
        var state = With(
            Line(CustomerTexts.PlanIntro, "Shall we?", States.Now),
            Line(CustomerTexts.Late, "It takes until ten.", States.Now)
        );
        MailPolicy.IsCustomerDue(state).ShouldBeTrue();
        var notice = MailPolicy.ForCustomer(state, DateTimeOffset.MinValue)!;
        (notice.Subject, notice.Lines).ShouldBe((MailTexts.ConfirmSubject, notice.Lines));
        notice.Lines.ShouldBe(["Shall we?", "It takes until ten."]);
    }

    [Fact]
    public void SmallTalk_AndTheCustomersOwnWords_AreNoMail()
    {
        var state = With(
            new ConversationLine("customer", "Hello?", States.Now, false),
            new ConversationLine("agentic", "One moment.", States.Now, false)
        );
        MailPolicy.IsCustomerDue(state).ShouldBeFalse();
        MailPolicy.ForCustomer(state, DateTimeOffset.MinValue).ShouldBeNull();
    }

    [Fact]
    public void LinesOfTheSameChange_TravelTogether_OthersStayOnThePage()
    {
        var state = With(
            new ConversationLine("agentic", "One moment.", States.Now.AddMinutes(-5), false),
            new ConversationLine("agentic", "Thank you.", States.Now, false),
            Line(CustomerTexts.Completed, "Done.", States.Now)
        );
        MailPolicy.ForCustomer(state, DateTimeOffset.MinValue)!.Lines.ShouldBe(["Thank you.", "Done."]);
    }

    [Fact]
    public void WhatWasWritten_OrIsOld_IsNotWrittenAgain()
    {
        var state = With(Line(CustomerTexts.Completed, "Done.", States.Now));
        MailPolicy.IsCustomerDue(state with { Notified = new(Lines: 1) }).ShouldBeFalse();
        MailPolicy.ForCustomer(state, States.Now.AddHours(1)).ShouldBeNull("it is no news any more");
    }

    [Fact]
    public void Approvers_AreWrittenToOncePerStage()
    {
        var asked = States.Approval(ApprovalStatus.Open);
        MailPolicy.IsDue(asked).ShouldBeTrue();
        MailPolicy.IsDue(asked with { Notified = 1 }).ShouldBeFalse();
        MailPolicy.IsDue(asked with { Notified = 1, Reminded = true }).ShouldBeTrue();
        MailPolicy.IsDue(asked with { Notified = 2, Reminded = true, Escalated = true }).ShouldBeTrue();
        MailPolicy.IsDue(asked with { Status = ApprovalStatus.Approved }).ShouldBeFalse();
    }

    private static RequestState With(params ConversationLine[] lines) => States.Request() with { Conversation = lines };

    private static ConversationLine Line(string key, string text, DateTimeOffset at) => new("agentic", text, at, false, key);
}
