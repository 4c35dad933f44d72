using Hale.Bench.History;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 3;
}

var figures = new Figures();
if (options.Metrics)
{
    MetricScenarios.Coding(figures);
    await MetricScenarios.IngestAsync(figures);
    await MetricScenarios.ManyAsync(figures, options.Series, options.Hours);
    figures.Print(Console.Out, options.Markdown);
    return figures.AllHold ? 0 : 1;
}

await using Databases databases = options.Postgres ? await PostgresDatabases.StartAsync() : new SqliteDatabases();
var scenarios = new Scenarios(figures, databases);
scenarios.Coding();
await scenarios.SeeingAsync();
await scenarios.IngestAsync();
await scenarios.AskingAsync(options.Days);
await scenarios.YearAsync();
await scenarios.ManyAsync(options.Services, options.Hours);
figures.Print(Console.Out, options.Markdown);
return figures.AllHold ? 0 : 1;
