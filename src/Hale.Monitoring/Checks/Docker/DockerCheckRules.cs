using System.Text;
using System.Text.RegularExpressions;
using Hale.Monitoring.Checks.Exec;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>Reads and checks the description of a check of a container.</summary>
internal static partial class DockerCheckRules
{
    public const string Scheme = "docker://";

    private const string UnixScheme = "unix://";
    private const string SocketRule = "the whole path of a socket such as /var/run/docker.sock or /run/podman/podman.sock";

    /// <summary>What the kernel keeps of a socket's path (unix(7)), without its end.</summary>
    private const int LongestSocket = 107;

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for credentials given as <c>***</c>.</param>
    public static DockerCheckOptions? Read(Fields fields, DockerCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var container = Container(fields);
        var options = new DockerCheckOptions
        {
            Container = container ?? "",
            Socket = Socket(fields),
            Command = CommandRules.Read(fields, before?.Container == container ? before?.Command : null) ?? [],
            MaxCpuPercent = fields.Int("max_cpu_percent", 1, 100_000),
            MaxMemory = fields.Size("max_memory"),
        };
        return problems.All.Count > found ? null : options;
    }

    private static string? Container(Fields fields)
    {
        if (!fields.Require("url", "docker:// and a container's name, such as docker://web") || fields.Text("url") is not { } url)
            return null;
        if (url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && url[Scheme.Length..].TrimEnd('/') is var name && NameRegex().IsMatch(name))
            return name;
        fields.Wrong("url", fields.Raw("url")!, "docker:// and a container's name or id, such as docker://web");
        return null;
    }

    private static string? Socket(Fields fields)
    {
        if (fields.Text("socket") is not { } given)
            return null;
        if (PathOf(given) is { } path)
            return path;
        fields.Wrong("socket", fields.Raw("socket")!, SocketRule);
        return null;
    }

    /// <summary>The path of a socket, given as such or as a URL; null when it is none.</summary>
    public static string? PathOf(string given)
    {
        var path = given.StartsWith(UnixScheme, StringComparison.Ordinal) ? given[UnixScheme.Length..] : given;
        return Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(path) <= LongestSocket ? path : null;
    }

    // As the engine itself has it for names; ids are among them.
    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameRegex();
}
