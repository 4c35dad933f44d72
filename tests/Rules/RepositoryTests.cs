using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hale.Rules.Tests;

/// <summary>The repository is whole: packages, projects, scripts, and nothing of one machine.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".ico", ".woff2", ".woff", ".pfx", ".gz", ".svg"];

    [Fact]
    public void Packages_HaveTheirVersionInOnePlace()
    {
        var strays = from file in Source.Files("", ".csproj", ".props", ".targets")
                     where file != "Directory.Packages.props"
                     from reference in XDocument.Parse(Source.Read(file)).Descendants("PackageReference")
                     where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
                     select $"{file}: {reference.Attribute("Include")?.Value}";
        Source.Nothing(strays, "Package versions outside Directory.Packages.props:");
    }

    [Fact]
    public void Packages_AreThoseInUse()
    {
        var used = from file in Source.Files("", ".csproj", ".props")
                   from reference in XDocument.Parse(Source.Read(file)).Descendants("PackageReference")
                   select reference.Attribute("Include")!.Value;
        Source.Nothing(Versions().Keys.Except(used).Order(StringComparer.Ordinal), "Packages with a version and without a use:");
    }

    [Fact]
    public void Packages_AreListedWithTheirLicence()
    {
        var listed = Source.Lines("docs/dependencies.md").Select(line => Package().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var npm = Source.Exists("web/package.json") ? NpmPackages().ToDictionary() : [];
        var wanted = Versions().Concat(npm).ToDictionary();
        var strays = wanted.Where(package => listed.GetValueOrDefault(package.Key) != package.Value)
            .Select(package => $"{package.Key} {package.Value} is missing")
            .Concat(listed.Keys.Except(wanted.Keys).Select(name => $"{name} is not used"));
        Source.Nothing(strays, "docs/dependencies.md and the packages differ:");
    }

    [Fact]
    public void Projects_AreAllInTheSolution()
    {
        var solution = XDocument.Parse(Source.Read("hale.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value).ToHashSet();
        var strays = new[] { "src", "tests", "bench" }.SelectMany(folder => Source.Files(folder, ".csproj")).Where(project => !solution.Contains(project));
        Source.Nothing(strays, "Projects that hale.slnx does not have:");
    }

    [Fact]
    public void Projects_HaveLockFiles()
    {
        var strays = Source.Files("", ".csproj").Where(project => !Source.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")));
        Source.Nothing(strays, "Projects without packages.lock.json:");
    }

    [Fact]
    public void LockFiles_NameNoHost()
    {
        var strays = Source.Files("", "packages.lock.json", "package-lock.json")
            .Where(file => Source.Read(file).Contains("\"resolved\": \"http", StringComparison.Ordinal));
        Source.Nothing(strays, "Lock files with download addresses (npm's omit-lockfile-registry-resolved=true leaves them out):");
    }

    [Fact]
    public void Files_NameNoFolderOfOneMachine()
    {
        var strays = from file in Source.Files("")
                     where !Binary.Contains(Path.GetExtension(file)) && !file.EndsWith("lock.json", StringComparison.Ordinal)
                     let text = Source.Read(file)
                     from found in MachinePath().Matches(text)
                     select $"{Source.At(file, text, found.Index)}: {found.Value.Trim()}";
        Source.Nothing(strays, "Paths of one machine:");
    }

    [Fact]
    public void Scripts_CanBeRun()
    {
        var strays = new[] { "test.sh", ".ci/run" }.Concat(Source.Files("eng", ".sh")).Where(script => !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(Path.Combine(Source.Root, script)) & UnixFileMode.UserExecute) == 0);
        Source.Nothing(strays, "Scripts that are not executable:");
    }

    private static Dictionary<string, string> Versions() => XDocument.Parse(Source.Read("Directory.Packages.props")).Descendants("PackageVersion")
        .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

    private static IEnumerable<KeyValuePair<string, string>> NpmPackages()
    {
        using var json = System.Text.Json.JsonDocument.Parse(Source.Read("web/package.json"));
        foreach (var part in new[] { "dependencies", "devDependencies" })
            if (json.RootElement.TryGetProperty(part, out var packages))
                foreach (var package in packages.EnumerateObject())
                    yield return new(package.Name, package.Value.GetString()!);
    }

    // | [Dapper](https://…) | 2.1.86 | licence | what for |
    [GeneratedRegex(@"^\| (?:\[)?`?([@\w./-]+)`?(?:\]\([^)]*\))? \| ([~^\w.-]*\d[\w.-]*) \|")]
    private static partial Regex Package();

    [GeneratedRegex(@"(?<![A-Za-z0-9_.$\}~-])/(work|root|farm)/", RegexOptions.CultureInvariant)]
    private static partial Regex MachinePath();
}
