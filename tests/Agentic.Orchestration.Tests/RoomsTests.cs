using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Agentic.Orchestration.Tests;

/// <summary>
/// The rooms of the house stand in one order, and a room uses only those before it. Read from the compiled assemblies, so
/// that a name written out in full counts as well.
/// </summary>
public sealed class RoomsTests
{
    private static readonly string[] Order =
    [
        "Agentic.Contracts",
        "Agentic.Engine",
        "Agentic.Orchestration.Text",
        "Agentic.Orchestration.Storage",
        "Agentic.Orchestration.Security",
        "Agentic.Orchestration.Policies",
        "Agentic.Orchestration.Connectors",
        "Agentic.Orchestration.Packs",
        "Agentic.Orchestration.Requests",
        "Agentic.Orchestration.Messaging",
        "Agentic.Orchestration.Journal",
        "Agentic.Orchestration.Customers",
        "Agentic.Orchestration.Mailing",
        "Agentic.Orchestration.Identity",
        "Agentic.Orchestration.Gate",
        "Agentic.Orchestration.Agents",
        "Agentic.Orchestration.Execution",
        "Agentic.Orchestration.Approvals",
        "Agentic.Orchestration.Intake",
        "Agentic.Orchestration.HandOffs",
        "Agentic.Orchestration.OutsideEvents",
        "Agentic.Orchestration.Notifications",
        "Agentic.Orchestration.Monitoring",
        "Agentic.Orchestration.Api",
        "Agentic.Retail",
        "Agentic.Library",
    ];

    [Fact]
    public void Room_UsesOnlyRoomsBeforeIt() =>
        Arrows()
            .Where(arrow => Position(arrow.From) < Position(arrow.To.FullName))
            .Select(arrow =>
                $"{arrow.File}: {arrow.From} uses {arrow.To.FullName}, but {Order[Position(arrow.To.FullName)]} "
                + $"comes after {Order[Position(arrow.From)]}."
            )
            .Distinct()
            .ShouldBeEmpty();

    [Fact]
    public void Type_BelongsToARoom() =>
        TypesOf(Libraries).Where(type => Position(type.FullName) < 0).Select(type => type.FullName).ShouldBeEmpty();

    /// <summary>Another bus would change one folder.</summary>
    [Fact]
    public void MassTransit_IsUsedByMessagingOnly() =>
        TypesOf([.. Libraries, "Agentic.DemoShop", "Agentic.Host", "Agentic.Lab"])
            .Where(type =>
                With(type)
                    .SelectMany(UsedBy)
                    .Any(used => Outermost(used).Namespace.Split('.')[0] is "MassTransit" or "RabbitMQ")
            )
            .Select(type => type.FullName)
            .ShouldAllBe(type => type.StartsWith("Agentic.Orchestration.Messaging.", StringComparison.Ordinal));

    [Fact]
    public void DemoShop_KnowsNothingOfTheProduct() =>
        TypesOf(["Agentic.DemoShop"])
            .SelectMany(type => With(type).SelectMany(UsedBy))
            .Select(Outermost)
            .Select(used => used.Namespace)
            .Where(name => name.StartsWith("Agentic.", StringComparison.Ordinal))
            .ShouldAllBe(name => name.StartsWith("Agentic.DemoShop", StringComparison.Ordinal));

    [Fact]
    public void ForbiddenArrow_IsFound() =>
        Arrows()
            .ShouldContain(arrow =>
                arrow.From == typeof(Api.OrchestrationRoutes).FullName && arrow.To.Namespace == "Agentic.Orchestration.Api.Desk"
            );

    /// <summary>Of the longest room name that the type's name begins with; -1 for none.</summary>
    private static int Position(string type) =>
        Array.FindIndex(Order, room => type.StartsWith(room + ".", StringComparison.Ordinal));

    private static IEnumerable<string> Libraries => Order.Select(room => string.Join('.', room.Split('.').Take(2))).Distinct();

    private static IEnumerable<TypeDefinition> TypesOf(IEnumerable<string> libraries)
    {
        foreach (var name in libraries)
        {
            var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            using var module = ModuleDefinition.ReadModule(path, new() { ReadSymbols = true, InMemory = true });
            // Regular expressions and JSON contracts that the compiler writes stand in namespaces of their own.
            foreach (var type in module.Types.Where(type => type.Namespace.StartsWith("Agentic.", StringComparison.Ordinal)))
            {
                yield return type;
            }
        }
    }

    private static IEnumerable<(string From, string File, TypeReference To)> Arrows()
    {
        foreach (var type in TypesOf(Libraries))
        {
            var file = FileOf(type);
            foreach (
                var used in With(type)
                    .SelectMany(UsedBy)
                    .Select(Outermost)
                    .Where(used => used.Namespace.StartsWith("Agentic.", StringComparison.Ordinal))
            )
            {
                yield return (type.FullName, file, used);
            }
        }
    }

    private static IEnumerable<TypeDefinition> With(TypeDefinition type) => type.NestedTypes.SelectMany(With).Prepend(type);

    private static string FileOf(TypeDefinition type) =>
        With(type)
            .SelectMany(part => part.Methods)
            .Select(method => method.DebugInformation.SequencePoints.FirstOrDefault()?.Document.Url)
            .OfType<string>()
            .Select(Path.GetFileName)
            .FirstOrDefault()
        ?? type.Name + ".cs";

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type)
    {
        List<TypeReference?> used =
        [
            type.BaseType,
            .. type.Interfaces.Select(one => one.InterfaceType),
            .. type.Fields.Select(field => field.FieldType),
        ];
        used.AddRange(
            type.CustomAttributes.Concat(type.Properties.SelectMany(property => property.CustomAttributes)).SelectMany(NamedBy)
        );
        foreach (var method in type.Methods)
        {
            used.AddRange(NamedBy(method));
            used.AddRange(
                method
                    .CustomAttributes.Concat(method.Parameters.SelectMany(parameter => parameter.CustomAttributes))
                    .SelectMany(NamedBy)
            );
            used.AddRange(
                method
                    .GenericParameters.SelectMany(parameter => parameter.Constraints)
                    .Select(constraint => constraint.ConstraintType)
            );
            if (method.HasBody)
            {
                used.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
                used.AddRange(method.Body.Instructions.SelectMany(NamedBy));
            }
        }
        return used.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> NamedBy(Instruction instruction) =>
        instruction.Operand switch
        {
            TypeReference type => [type],
            MemberReference member => NamedBy(member),
            _ => [],
        };

    private static IEnumerable<TypeReference?> NamedBy(MemberReference member) =>
        member switch
        {
            GenericInstanceMethod generic => [.. generic.GenericArguments, .. NamedBy(generic.ElementMethod)],
            MethodReference method =>
            [
                method.DeclaringType,
                method.ReturnType,
                .. method.Parameters.Select(parameter => parameter.ParameterType),
            ],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => [member.DeclaringType],
        };

    private static IEnumerable<TypeReference?> NamedBy(CustomAttribute attribute) =>
        [attribute.AttributeType, .. attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>()];

    /// <summary>A list of requests names the list and the request.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericParameter => [],
            GenericInstanceType generic => [.. generic.GenericArguments.SelectMany(Parts), .. Parts(generic.ElementType)],
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };
}
