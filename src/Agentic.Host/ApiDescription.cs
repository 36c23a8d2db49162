using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Agentic.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Agentic.Host;

/// <summary>What /openapi/v1.json says beyond the routes themselves: how to sign in, how errors look, what money is.</summary>
internal static partial class ApiDescription
{
    private const string Session = "session";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new()
                    {
                        Title = "Agentic",
                        Version = "v1",
                        Description =
                            "Requests in plain words, plans, approvals, runs. Errors are problem+json; lists are "
                            + "paged with 'after'.",
                    };
                    document.Components ??= new();
                    document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                    document.Components.SecuritySchemes[Session] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description = "The token of POST /api/session.",
                    };
                    foreach (var schema in (document.Components.Schemas ?? new Dictionary<string, IOpenApiSchema>()).Values)
                    {
                        LeaveOutNull(schema);
                    }
                    return Task.CompletedTask;
                }
            );
            options.AddOperationTransformer(
                (operation, context, _) =>
                {
                    var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                    operation.Responses ??= [];
                    if (metadata.OfType<IAllowAnonymous>().Any())
                    {
                        Error(operation, "400", "A field is missing or wrong; 'field' names it.");
                        return Task.CompletedTask;
                    }
                    operation.Security = [new() { [new(Session, context.Document)] = [] }];
                    Error(operation, "400", "A field is missing or wrong; 'field' names it.");
                    Error(operation, "401", "No session, or one that has ended.");
                    Error(operation, "403", "Signed in, but this is for others.");
                    if (context.Description.RelativePath?.Contains('{', StringComparison.Ordinal) == true)
                    {
                        Error(operation, "404", "There is none, or it is somebody else's.");
                        Error(operation, "409", "It has changed meanwhile; the answer holds the current state.");
                    }
                    return Task.CompletedTask;
                }
            );
            options.AddSchemaTransformer(
                (schema, context, _) =>
                {
                    DescribeOwn(schema, context.JsonTypeInfo.Type);
                    if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
                    {
                        schema.Items ??= DescribeOwn(new(), element);
                    }
                    if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value })
                    {
                        schema.AdditionalProperties ??= DescribeOwn(new(), value);
                    }
                    return Task.CompletedTask;
                }
            );
        });

    /// <summary>Types with a converter of their own, which the generator does not see through.</summary>
    private static OpenApiSchema DescribeOwn(OpenApiSchema schema, Type type)
    {
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(Money))
        {
            Describe(
                schema,
                "An amount with the currency's decimals as text, and an ISO 4217 code.",
                ("amount", new() { Pattern = @"^-?\d+(\.\d+)?$", Examples = ["249.00"] }),
                ("currency", new() { Pattern = "^[A-Z]{3}$", Examples = ["EUR"] })
            );
        }
        else if (type == typeof(LocalText))
        {
            Describe(schema, "The same sentence in both languages.", ("de", new()), ("en", new()));
        }
        return schema;
    }

    private static void Describe(OpenApiSchema schema, string description, params (string Name, OpenApiSchema Text)[] members)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = description;
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        schema.Required = new HashSet<string>();
        foreach (var (name, text) in members)
        {
            text.Type = JsonSchemaType.String;
            schema.Properties[name] = text;
            schema.Required.Add(name);
        }
    }

    /// <summary>A member that has no value is left out of an answer, and may be left out of a body: it is not required.</summary>
    private static void LeaveOutNull(IOpenApiSchema schema)
    {
        foreach (var (name, property) in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).ToArray())
        {
            var isOptional = false;
            if (property is OpenApiSchema { Type: { } type } own && type.HasFlag(JsonSchemaType.Null))
            {
                (own.Type, isOptional) = (type & ~JsonSchemaType.Null, true);
            }
            else if (property.OneOf is [{ Type: JsonSchemaType.Null }, var value])
            {
                (schema.Properties![name], isOptional) = (value, true);
            }
            if (isOptional)
            {
                schema.Required?.Remove(name);
                // In the code it is null then; a caller sees that it is not there.
                if (schema.Properties![name].Description is { } said && NullWhen().IsMatch(said))
                {
                    schema.Properties[name].Description = NullWhen().Replace(said, "left out ");
                }
            }
        }
    }

    [GeneratedRegex(@"\bnull (?=when|while|where|for|until|unless|if|as long)")]
    private static partial Regex NullWhen();

    private static void Error(OpenApiOperation operation, string status, string meaning) =>
        operation.Responses!.TryAdd(
            status,
            new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() },
            }
        );
}
