using System.Text.Json.Nodes;

namespace Agentic.Orchestration.Policies;

/// <summary>A condition as data: explainable, linted, replayable. There is no expression language.</summary>
public abstract record Condition
{
    public abstract Truth Holds(PolicyInput input);

    /// <summary>Facts and limits that it reads.</summary>
    public abstract IEnumerable<string> Reads { get; }

    public sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        public override Truth Holds(PolicyInput input)
        {
            var truths = Parts.Select(part => part.Holds(input)).ToArray();
            return truths.Contains(Truth.No) ? Truth.No
                : truths.Contains(Truth.Unknown) ? Truth.Unknown
                : Truth.Yes;
        }

        public override IEnumerable<string> Reads => Parts.SelectMany(part => part.Reads);
    }

    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        public override Truth Holds(PolicyInput input)
        {
            var truths = Parts.Select(part => part.Holds(input)).ToArray();
            return truths.Contains(Truth.Yes) ? Truth.Yes
                : truths.Contains(Truth.Unknown) ? Truth.Unknown
                : Truth.No;
        }

        public override IEnumerable<string> Reads => Parts.SelectMany(part => part.Reads);
    }

    public sealed record Not(Condition Part) : Condition
    {
        public override Truth Holds(PolicyInput input) =>
            Part.Holds(input) switch
            {
                Truth.Yes => Truth.No,
                Truth.No => Truth.Yes,
                _ => Truth.Unknown,
            };

        public override IEnumerable<string> Reads => Part.Reads;
    }

    /// <param name="Operator">One of <see cref="Comparison.Operators"/>.</param>
    public sealed record Compare(string Fact, string Operator, JsonNode? Value, string? OtherFact) : Condition
    {
        public override Truth Holds(PolicyInput input)
        {
            var left = input.Find(Fact);
            if (Operator == "exists")
            {
                return left is not null == (Value is JsonValue wanted && wanted.GetValue<bool>()) ? Truth.Yes : Truth.No;
            }
            var right = OtherFact is null ? Value : input.Find(OtherFact);
            return left is null || (OtherFact is not null && right is null)
                ? Truth.Unknown
                : Comparison.Evaluate(left, Operator, right);
        }

        public override IEnumerable<string> Reads => OtherFact is null ? [Fact] : [Fact, OtherFact];
    }

    /// <summary>Holds while the limit has room for this action.</summary>
    public sealed record Within(string Limit) : Condition
    {
        public override Truth Holds(PolicyInput input) =>
            input.HasRoom(Limit) switch
            {
                true => Truth.Yes,
                false => Truth.No,
                null => Truth.Unknown,
            };

        public override IEnumerable<string> Reads => [$"limit:{Limit}"];
    }

    public sealed record Always : Condition
    {
        public override Truth Holds(PolicyInput input) => Truth.Yes;

        public override IEnumerable<string> Reads => [];
    }
}
