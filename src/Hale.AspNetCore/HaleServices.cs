using System.Reflection;
using Hale.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hale.AspNetCore;

/// <summary>Adds health to an ASP.NET Core application, and its endpoints.</summary>
public static class HaleServices
{
    /// <summary>
    /// Checks the application's components in the background: those of <paramref name="configure"/>, every registered <see cref="IHealthChecker"/>, and
    /// what was registered with <c>AddHealthChecks()</c>.
    /// </summary>
    /// <exception cref="OptionsValidationException">When the application starts: a code that is no HTTP status.</exception>
    public static IHostApplicationBuilder AddHale(this IHostApplicationBuilder builder, Action<HaleOptions>? configure = null)
    {
        var services = builder.Services;
        var application = builder.Environment.ApplicationName;
        services.AddOptions<HaleOptions>()
            .PostConfigure(options =>
            {
                options.Project ??= application;
                options.Version ??= Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
            })
            .Validate(
                options => new[] { options.HealthyCode, options.DegradedCode, options.UnhealthyCode }.All(code => code is >= 200 and <= 599),
                "HealthyCode, DegradedCode and UnhealthyCode must be HTTP statuses from 200 to 599.")
            .ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Monitor);
        services.TryAddSingleton<HealthPage>();
        services.AddHostedService<HealthWorker>();
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> and <c>/status</c> (the whole document; <c>?fresh=true</c> checks now), <c>/health/live</c> with the aliases <c>/healthz</c> and
    /// <c>/-/healthy</c> (200 while the process answers), and <c>/health/ready</c> with <c>/readyz</c> and <c>/-/ready</c> (200 unless unhealthy).
    /// </summary>
    public static IEndpointConventionBuilder MapHale(this IEndpointRouteBuilder endpoints)
    {
        var page = endpoints.ServiceProvider.GetRequiredService<HealthPage>();
        var group = endpoints.MapGroup("").WithTags("health");
        foreach (var path in (string[])["/health", "/status"])
            Map(path, page.WriteAsync, "Own health");
        foreach (var path in (string[])["/health/live", "/healthz", "/-/healthy"])
            Map(path, HealthPage.WriteLiveAsync, "Whether the process answers");
        foreach (var path in (string[])["/health/ready", "/readyz", "/-/ready"])
            Map(path, page.WriteReadyAsync, "Whether it can take requests");
        return group;

        void Map(string path, RequestDelegate answer, string summary) => group.MapMethods(path, ["GET", "HEAD"], answer).WithSummary(summary);
    }

    private static SystemHealthMonitor Monitor(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<HaleOptions>>().Value;
        var registrations = services.GetService<IOptions<HealthCheckServiceOptions>>()?.Value.Registrations ?? [];
        var checkers = options.Components.Concat(services.GetServices<IHealthChecker>())
            .Concat(registrations.Select(registration => new RegisteredCheck(registration, services.GetRequiredService<IServiceScopeFactory>())));
        return new(checkers, options.Checks, services.GetRequiredService<TimeProvider>(), services.GetService<ILogger<SystemHealthMonitor>>());
    }
}
