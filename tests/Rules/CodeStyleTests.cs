using System.Text.RegularExpressions;

namespace Hale.Rules.Tests;

/// <summary>House rules that neither compiler nor formatter checks.</summary>
public sealed partial class CodeStyleTests
{
    private const int MostLines = 400;
    private const int LongestLine = 180;
    private const string LongFiles = "eng/long-files.txt";

    private static readonly string[] Code = [".cs", ".ts", ".tsx", ".css", ".sh", ".sql"];

    [Fact]
    public void Files_AreShort()
    {
        var granted = Granted();
        var strays = from file in CodeFiles()
                     where !granted.ContainsKey(file)
                     let length = Source.Lines(file).Length
                     where length > MostLines
                     select $"{file}: {length} lines";
        Source.Nothing(strays, $"Files over {MostLines} lines do two jobs; part them (or grant an exception in {LongFiles}):");
    }

    [Fact]
    public void LongFiles_EachException_IsDatedAndStillNeeded()
    {
        var unexplained = Granted().Where(granted => !Reason().IsMatch(granted.Value)).Select(granted => $"{granted.Key}: needs a date and a reason");
        var unneeded = Granted().Keys.Where(file => !Source.Exists(file) || Source.Lines(file).Length <= MostLines)
            .Select(file => $"{file}: is no longer needed");
        Source.Nothing(unexplained.Concat(unneeded), $"Exceptions of {LongFiles}:");
    }

    [Fact]
    public void Lines_OfCSharp_AreNotTooLong()
    {
        var strays = from file in Source.Files("src", ".cs")
                     from line in Source.Lines(file).Index()
                     where line.Item.Length > LongestLine
                     select $"{file}:{line.Index + 1}: {line.Item.Length} characters";
        Source.Nothing(strays, $"Lines over {LongestLine} characters:");
    }

    [Fact]
    public void Types_HaveNamesThatSayWhatTheyAre()
    {
        var strays = from type in Compiled.Types("Hale.Health", "Hale.Monitoring", "Hale.AspNetCore", "Hale.Client", "Hale.Server", "hale")
                     where Compiled.IsWritten(type) && type.Namespace?.StartsWith("Hale", StringComparison.Ordinal) == true
                     let name = type.Name.Split('`')[0]
                     where Empty().IsMatch(name)
                     select type.FullName;
        Source.Nothing(strays, "Manager, Helper, Util, Base, Impl, Processor, Info, Data and Common say nothing:");
    }

    [Fact]
    public void Code_LeavesNothingForLater()
    {
        var strays = from file in CodeFiles()
                     where file != "tests/Rules/CodeStyleTests.cs"
                     let text = Source.Read(file)
                     from found in Later().Matches(text)
                     select $"{Source.At(file, text, found.Index)}: {found.Value}";
        Source.Nothing(strays, "Left for later:");
    }

    [Fact]
    public void Tests_NeitherSleepNorSkip()
    {
        var strays = from file in Source.Files("tests", ".cs")
                     where file != "tests/Rules/CodeStyleTests.cs"
                     let text = Source.Read(file)
                     from found in SleepOrSkip().Matches(text)
                     select $"{Source.At(file, text, found.Index)}: {found.Value}";
        Source.Nothing(strays, "A test waits for what it needs, and runs:");
    }

    private static IEnumerable<string> CodeFiles() =>
        new[] { "src", "tests", "bench", "web/src", "eng" }.SelectMany(folder => Source.Files(folder, Code));

    private static Dictionary<string, string> Granted() => Source.Lines(LongFiles)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', 2))
        .ToDictionary(parts => parts[0], parts => parts.ElementAtOrDefault(1) ?? "");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \S.{10,}")]
    private static partial Regex Reason();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility|Base|Impl|Processor|Info|Data|Common)$")]
    private static partial Regex Empty();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|\bfor now\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\([^,()]*\)|\bSkip\s*=\s*""|\bSkip(When|Unless)\s*=|Assert\.Skip")]
    private static partial Regex SleepOrSkip();
}
