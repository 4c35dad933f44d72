using Hale.Bench.Naive;

if (args is not [var url, var database])
{
    Console.Error.WriteLine("usage: Hale.Bench.Naive URL DATABASE\n\nAsks URL as fast as a few loops can and stores a row for each answer, until it is ended.");
    return 3;
}

// It shares its terminal with the run that started it: ended by a signal is ended well.
using var rows = new Rows(database);
await Task.WhenAll(Enumerable.Range(0, 16).Select(service => new Loop(service, new Uri(url), rows).RunAsync()));
return 0;
