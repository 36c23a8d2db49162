namespace Agentic.Orchestration.Tests.Storage;

/// <summary>The suite of each part, on SQLite.</summary>
public static class SqliteComplianceTests
{
    public sealed class JournalTests() : JournalCompliance(new SqliteOpener());

    public sealed class LedgerTests() : LedgerCompliance(new SqliteOpener());

    public sealed class WakeUpsTests() : WakeUpsCompliance(new SqliteOpener());

    public sealed class SuspensionsTests() : SuspensionsCompliance(new SqliteOpener());

    public sealed class HostsTests() : HostsCompliance(new SqliteOpener());

    public sealed class CustomerKeysTests() : CustomerKeysCompliance(new SqliteOpener());

    public sealed class CheckpointsTests() : CheckpointsCompliance(new SqliteOpener());

    public sealed class RequestIndexTests() : RequestIndexCompliance(new SqliteOpener());

    public sealed class TicketsTests() : TicketsCompliance(new SqliteOpener());

    public sealed class AccountsTests() : AccountsCompliance(new SqliteOpener());

    public sealed class StatisticsTests() : StatisticsCompliance(new SqliteOpener());

    public sealed class QueuesTests() : QueuesCompliance(new SqliteOpener());

    public sealed class RunsTests() : RunsCompliance(new SqliteOpener());

    public sealed class AuditTests() : AuditCompliance(new SqliteOpener());
}
