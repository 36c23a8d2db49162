using Agentic.Orchestration.Connectors;
using Agentic.Orchestration.Connectors.File;
using Agentic.Testing;

namespace Agentic.Orchestration.Tests.Connectors;

public sealed class ConnectorRegistryTests
{
    private readonly FakeShop _own = new();

    [Fact]
    public async Task OneThatWasRegisteredFirst_TakesThePlaceOfALaterOneOfItsName()
    {
        using var registry = new ConnectorRegistry([_own, new FakeShop(), new FileConnector("unused.txt")]);
        var isAsked = false;
        _own.Asked = _ => isAsked = true;
        await registry[_own.Name].QueryAsync("risk", [], default);
        isAsked.ShouldBeTrue();
        registry.Operations.Count(operation => operation.Name == _own.Operations[0].Name).ShouldBe(1);
    }

    [Fact]
    public void UnknownName_IsSaidTogetherWithThoseThatAreThere()
    {
        using var registry = new ConnectorRegistry([_own]);
        registry.Find("warehouse").ShouldBeNull();
        registry.Operation("warehouse", "refund").ShouldBeNull();
        registry.Operation(_own.Name, "noSuchOperation").ShouldBeNull();
        Should
            .Throw<InvalidOperationException>(() => registry["warehouse"])
            .Message.ShouldBe($"There is no connector 'warehouse' on this host; it has {_own.Name}.");
    }

    [Fact]
    public void CustomerQueries_ComeWithTheConnectorThatAnswersThem()
    {
        using var registry = new ConnectorRegistry([_own, new FileConnector("unused.txt")]);
        registry.CustomerQueries.Count().ShouldBe(_own.CustomerQueries.Count);
        registry.CustomerQueries.ShouldAllBe(query => query.Connector.Name == _own.Name);
    }
}
