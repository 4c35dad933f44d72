using Hale.Health;
using Microsoft.Extensions.Hosting;

namespace Hale.AspNetCore;

/// <summary>Runs the components' checks while the application runs.</summary>
internal sealed class HealthWorker(SystemHealthMonitor monitor) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => monitor.RunAsync(stoppingToken);
}
