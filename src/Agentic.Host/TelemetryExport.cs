using System.Diagnostics;
using Agentic.Orchestration.Messaging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Agentic.Host;

/// <summary>
/// Sends metrics and traces to a collector, if the standard's own setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. They hold
/// routes and times; no address and no log line.
/// </summary>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
        {
            return services;
        }
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource
                    .AddService(
                        "agentic",
                        serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version!.ToString(3),
                        serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"
                    )
                    .AddAttributes([new("agentic.roles", HostRoles.Read(configuration).ToString())])
            )
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddMeter("Agentic", "MassTransit", "Polly", "System.Net.Http", "System.Runtime")
                    .AddOtlpExporter()
            )
            .WithTracing(traces =>
                traces
                    .AddAspNetCoreInstrumentation(web => web.EnrichWithHttpResponse = (span, _) => ForgetCaller(span))
                    .AddSource("MassTransit")
                    .AddOtlpExporter()
            );
        return services;
    }

    /// <summary>A link's secret or an order number may be part of an address; the route says enough.</summary>
    private static void ForgetCaller(Activity span)
    {
        span.SetTag("url.path", null);
        span.SetTag("url.query", null);
        span.SetTag("user_agent.original", null);
    }
}
