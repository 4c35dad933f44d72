using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Hale.Monitoring.Checks;
using Hale.Server.Config;

namespace Hale.Bench.Micro;

/// <summary>Reading a file of many services: part of a start.</summary>
[MemoryDiagnoser]
public class ConfigBench
{
    private readonly CheckCatalog _checks = CheckCatalog.Standard(TimeProvider.System);
    private string _text = "";

    [Params(100, 10_000)]
    public int Services { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var text = new StringBuilder("projects:\n  fleet:\n    services:\n");
        for (var i = 0; i < Services; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"      s{i}: {{ check: \"http://127.0.0.1:8080/s/{i}\", interval: 30s, labels: {{ team: core }} }}");
        _text = text.ToString();
    }

    [Benchmark]
    public bool Read() => ConfigFile.ReadText(_text, "hale.yaml", new(_ => null, _ => null), _checks).Good;
}
