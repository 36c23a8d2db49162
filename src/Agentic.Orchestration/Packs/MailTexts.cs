namespace Agentic.Orchestration.Packs;

/// <summary>Texts of e-mails that every pack has.</summary>
internal static class MailTexts
{
    public const string Letter = "mail.letter",
        QuestionSubject = "mail.subject.question",
        ConfirmSubject = "mail.subject.confirm",
        HandedOffSubject = "mail.subject.handedOff",
        PromiseSubject = "mail.subject.promise",
        OutcomeSubject = "mail.subject.outcome",
        NewsSubject = "mail.subject.news",
        Code = "mail.code",
        CodeSubject = "mail.subject.code",
        Approval = "mail.approval",
        ApprovalAskedSubject = "mail.subject.approvalAsked",
        ApprovalRemindedSubject = "mail.subject.approvalReminded",
        ApprovalEscalatedSubject = "mail.subject.approvalEscalated";
}
