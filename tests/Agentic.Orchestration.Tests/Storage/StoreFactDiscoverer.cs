using Agentic.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Agentic.Orchestration.Tests.Storage;

public sealed class StoreFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) =>
        [
            new StoreTestCase(
                messages,
                discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod
            ),
        ];

    private sealed class StoreTestCase : XunitTestCase
    {
        [Obsolete("For the framework, which builds it again in another process.")]
        public StoreTestCase() { }

        public StoreTestCase(
            IMessageSink messages,
            TestMethodDisplay display,
            TestMethodDisplayOptions options,
            ITestMethod method
        )
            : base(messages, display, options, method) { }

        protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
            TestMethod.TestClass.Class.Name.Contains("Postgres", StringComparison.Ordinal)
                ? PostgresServers.Missing
                : base.GetSkipReason(factAttribute);
    }
}
