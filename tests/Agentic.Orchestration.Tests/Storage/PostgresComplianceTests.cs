namespace Agentic.Orchestration.Tests.Storage;

/// <summary>The suite of each part, on PostgreSQL.</summary>
public static class PostgresComplianceTests
{
    public sealed class JournalTests() : JournalCompliance(new PostgresOpener());

    public sealed class LedgerTests() : LedgerCompliance(new PostgresOpener());

    public sealed class WakeUpsTests() : WakeUpsCompliance(new PostgresOpener());

    public sealed class SuspensionsTests() : SuspensionsCompliance(new PostgresOpener());

    public sealed class HostsTests() : HostsCompliance(new PostgresOpener());

    public sealed class CustomerKeysTests() : CustomerKeysCompliance(new PostgresOpener());

    public sealed class CheckpointsTests() : CheckpointsCompliance(new PostgresOpener());

    public sealed class RequestIndexTests() : RequestIndexCompliance(new PostgresOpener());

    public sealed class TicketsTests() : TicketsCompliance(new PostgresOpener());

    public sealed class AccountsTests() : AccountsCompliance(new PostgresOpener());

    public sealed class StatisticsTests() : StatisticsCompliance(new PostgresOpener());

    public sealed class QueuesTests() : QueuesCompliance(new PostgresOpener());

    public sealed class RunsTests() : RunsCompliance(new PostgresOpener());

    public sealed class AuditTests() : AuditCompliance(new PostgresOpener());
}
