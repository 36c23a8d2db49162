using System.Reflection;

namespace Agentic.Orchestration.Tests;

/// <summary>Contracts ← Engine ← Orchestration ← Host: the arrows point one way.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Agentic.Contracts", "")]
    [InlineData("Agentic.Engine", "Agentic.Contracts")]
    [InlineData("Agentic.Orchestration", "Agentic.Contracts Agentic.Engine")]
    [InlineData("Agentic.DemoShop", "")]
    public void Project_KnowsOnlyWhatIsBelow(string project, string allowed) =>
        Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => name.StartsWith("Agentic.", StringComparison.Ordinal)).Except(allowed.Split(' ')).ShouldBeEmpty();

    [Fact]
    public void Contracts_HaveNoDependencies() =>
        Assembly.Load("Agentic.Contracts").GetReferencedAssemblies().ShouldAllBe(reference => reference.Name!.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void MassTransit_IsUsedInItsFolderOnly()
    {
        var users = Assembly.Load("Agentic.Orchestration").GetTypes().Where(type => type.FullName!.StartsWith("Agentic.", StringComparison.Ordinal) && UsesMassTransit(type)).Select(type => type.Namespace!).Distinct();
        users.Except(["Agentic.Orchestration.Messaging"]).ShouldBeEmpty();
    }

    private static bool UsesMassTransit(Type type) => type.GetInterfaces().Append(type.BaseType).OfType<Type>()
        .Concat(type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
        .Concat(type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic).Select(field => field.FieldType))
        .Any(used => used.Namespace?.StartsWith("MassTransit", StringComparison.Ordinal) == true);
}
