using BenchmarkDotNet.Attributes;
using Hale.Monitoring.Specs;

namespace Hale.Bench.Micro;

/// <summary>The nearest known name for a mistyped one, among few (keys) and many (services).</summary>
[MemoryDiagnoser]
public class NamesBench
{
    private string[] _known = [];

    [Params(30, 10_000)]
    public int Known { get; set; }

    [GlobalSetup]
    public void Setup() => _known = [.. Enumerable.Range(0, Known).Select(i => $"service-{i}")];

    [Benchmark]
    public string? Nearest() => Names.Nearest("servise-17", _known);
}
