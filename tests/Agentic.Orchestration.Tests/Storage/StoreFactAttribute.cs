using Xunit.Sdk;

namespace Agentic.Orchestration.Tests.Storage;

/// <summary>A test of a suite that several databases run; where one is not installed, its run says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Agentic.Orchestration.Tests.Storage.StoreFactDiscoverer", "Agentic.Orchestration.Tests")]
public sealed class StoreFactAttribute : FactAttribute;
