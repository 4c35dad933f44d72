using System.Runtime.InteropServices;
using Hale.Bench.Fleet;
using Hale.Bench.Fleet.Scenarios;

var options = FleetOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(Scenario.Usage);
    return 3;
}

// However the run ends, it first ends what it started.
using var ended = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var folder = Directory.CreateTempSubdirectory("hale-fleet-").FullName;
try
{
    var report = await Scenario.Find(options.Scenario)!.RunAsync(options, folder, ended.Token);
    report.Print(Console.Out, options.Markdown);
    if (options.Json is { } file)
        await File.WriteAllTextAsync(file, report.ToJson());
    return report.Failed.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (ended.IsCancellationRequested)
{
    Console.Error.WriteLine("fleet: told to end");
    return 2;
}
catch (Exception error) when (error is InvalidOperationException or IOException or HttpRequestException)
{
    Console.Error.WriteLine($"fleet: {error.Message}");
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
