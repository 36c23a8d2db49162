using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Agentic.Orchestration.Api.Customers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Agentic.Orchestration.Api;

public static class ApiServices
{
    /// <summary>Section <c>Limits</c>: how much may be asked of a host, see <see cref="RequestLimits"/>.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddStrictJson()
            .AddApiErrors()
            .AddRequestLimits(configuration)
            .AddSingleton<VisitorLinks>()
            .AddSingleton<SessionBoundStream>();

    /// <summary>JSON as the API speaks it: strict about what it is given, and silent about what is not there.</summary>
    private static IServiceCollection AddStrictJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.PropertyNameCaseInsensitive = false;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
}
