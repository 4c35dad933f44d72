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

await Scenarios.CodingAsync(figures);
await Scenarios.SeeingAsync(figures);
await Scenarios.IngestAsync(figures);
await Scenarios.AskingAsync(figures, options.Days);
await Scenarios.YearAsync(figures);
await Scenarios.ManyAsync(figures, options.Services, options.Hours);
figures.Print(Console.Out, options.Markdown);
return figures.AllHold ? 0 : 1;
