using Hale.Bench.Fleet;

var options = FleetOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(FleetOptions.Usage);
    return 3;
}

try
{
    var report = options.Scenario == "many" ? await ManyServices.RunAsync(options) : await SteadyLoad.RunAsync(options);
    report.Print(Console.Out);
    if (options.Json is { } file)
        await File.WriteAllTextAsync(file, report.ToJson());
    return report.Failed.Count == 0 ? 0 : 1;
}
catch (Exception error) when (error is InvalidOperationException or IOException or HttpRequestException)
{
    Console.Error.WriteLine($"fleet: {error.Message}");
    return 2;
}
