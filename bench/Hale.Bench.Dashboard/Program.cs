using System.Runtime.InteropServices;
using Hale.Bench.Dashboard;

var options = DashboardOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(DashboardOptions.Usage);
    return 3;
}

using var ended = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var report = new Report("dashboard");
var folder = Directory.CreateTempSubdirectory("hale-dashboard-").FullName;
try
{
    await using var hub = await HubProcess.StartAsync(folder, Reports.Declared(options.Services), ended.Token);
    var reports = new Reports(hub.Client, options.Services);
    await reports.BeginAsync(ended.Token);
    var measuring = new Measuring(options, hub, reports, report);
    await measuring.RunAsync(ended.Token);
    report.Print(Console.Out, options.Markdown);
    if (options.Json is { } file)
        await File.WriteAllTextAsync(file, report.ToJson());
    return report.Failed.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (ended.IsCancellationRequested)
{
    // What was measured until then is told all the same: the whole takes long.
    report.Print(Console.Out, options.Markdown);
    Console.Error.WriteLine("dashboard: told to end");
    return 2;
}
catch (Exception error) when (error is InvalidOperationException or IOException or HttpRequestException)
{
    Console.Error.WriteLine($"dashboard: {error.Message}");
    return 2;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Cancel();
}
