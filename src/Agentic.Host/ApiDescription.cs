using Agentic.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Agentic.Host;

/// <summary>What /openapi/v1.json says beyond the routes themselves: how to sign in, how errors look, what money is.</summary>
internal static class ApiDescription
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
                    if (context.JsonTypeInfo.Type == typeof(Money) || context.JsonTypeInfo.Type == typeof(Money?))
                    {
                        schema.Type = JsonSchemaType.Object;
                        schema.Description = "An amount with the currency's decimals as text, and an ISO 4217 code.";
                        schema.Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["amount"] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.String,
                                Pattern = @"^-?\d+(\.\d+)?$",
                                Examples = ["249.00"],
                            },
                            ["currency"] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.String,
                                Pattern = "^[A-Z]{3}$",
                                Examples = ["EUR"],
                            },
                        };
                        schema.Required = new HashSet<string> { "amount", "currency" };
                    }
                    return Task.CompletedTask;
                }
            );
        });

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
