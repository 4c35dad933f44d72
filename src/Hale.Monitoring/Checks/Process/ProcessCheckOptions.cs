using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Process;

/// <summary>Which processes must be there, and what they may use together; null for any.</summary>
internal sealed record ProcessCheckOptions : ICheckOptions
{
    /// <summary>The program's name; null when only a file names the process.</summary>
    public string? Name { get; init; }

    /// <summary>The file that holds the process's id.</summary>
    /// <value>Default: null: every process of that name.</value>
    public string? PidFile { get; init; }

    /// <summary>100 is one processor.</summary>
    /// <value>Default: null. Allowed: 1 to 100,000.</value>
    public int? MaxCpuPercent { get; init; }

    /// <summary>What they may hold in memory, in bytes.</summary>
    /// <value>Default: null.</value>
    public long? MaxMemory { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "process";

    /// <summary>What is looked for, as a person says it.</summary>
    public string Shown => (Name, PidFile) switch
    {
        ({ } name, null) => $"process named {name}",
        (null, { } file) => $"process of {file}",
        _ => $"process named {Name} of {PidFile}",
    };

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "process" };
        if (Name is not null)
            described["url"] = $"{ProcessCheckRules.Scheme}{Name}";
        if (PidFile is not null)
            described["pid_file"] = PidFile;
        if (MaxCpuPercent is { } cpu)
            described["max_cpu_percent"] = cpu;
        if (MaxMemory is { } memory)
            described["max_memory"] = Sizes.Exact(memory);
        return described;
    }
}
