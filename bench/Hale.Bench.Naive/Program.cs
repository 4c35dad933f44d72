using System.Globalization;
using Hale.Bench.Naive;

if (args is not [var url, var database, var count, var seconds]
    || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var services)
    || !double.TryParse(seconds, CultureInfo.InvariantCulture, out var interval) || interval <= 0)
{
    Console.Error.WriteLine("usage: Hale.Bench.Naive URL DATABASE SERVICES SECONDS\n\nWatches URL as so many services, each so often, and stores a row per check, until it is ended.");
    return 3;
}

// It shares its terminal with the run that started it: ended by a signal is ended well.
using var rows = new Rows(database);
await Task.WhenAll(Enumerable.Range(0, services).Select(service =>
    new Loop(service, new Uri(url), rows).RunAsync(TimeSpan.FromSeconds(interval * service / services), TimeSpan.FromSeconds(interval))));
return 0;
