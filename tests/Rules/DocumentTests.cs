using System.Text.RegularExpressions;

namespace Hale.Rules.Tests;

/// <summary>The documents hold together.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Parts = ["\n## Context\n", "\n## Decision\n", "\n## Consequences\n"];

    [Fact]
    public void Links_WithinTheRepository_Resolve()
    {
        var strays = from file in Documents()
                     let text = WithoutCode(Source.Read(file))
                     from link in Link().Matches(text)
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
                     let problem = Unresolved(file, target)
                     where problem is not null
                     select $"{Source.At(file, text, link.Index)}: {target}: {problem}";
        Source.Nothing(strays, "Links that lead nowhere:");
    }

    [Fact]
    public void Decisions_AreNumberedWithoutAGap()
    {
        var numbers = Decisions().Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
    }

    [Fact]
    public void Decisions_HaveTheTemplatesPartsAndAPlaceInTheIndex()
    {
        var index = Source.Read("docs/adr/README.md");
        var strays = from file in Decisions()
                     let text = Source.Read(file)
                     let name = Path.GetFileName(file)
                     from part in Parts.Append($"# {name[..4]}: ")
                     where !text.Contains(part, StringComparison.Ordinal)
                     select $"{file}: lacks {part.Trim()}";
        var unlisted = Decisions().Where(file => !index.Contains($"({Path.GetFileName(file)})", StringComparison.Ordinal))
            .Select(file => $"{file}: is not in docs/adr/README.md");
        Source.Nothing(strays.Concat(unlisted), "Decision records:");
    }

    [Fact]
    public void Guide_EveryPage_IsInItsIndex()
    {
        var index = Source.Read("docs/guide/index.md");
        var strays = Source.Files("docs/guide", ".md").Select(file => Path.GetRelativePath("docs/guide", file))
            .Where(name => name != "index.md" && !index.Contains($"({name})", StringComparison.Ordinal));
        Source.Nothing(strays, "Pages that docs/guide/index.md does not name:");
    }

    private static IEnumerable<string> Documents() => Source.Files("docs", ".md").Concat(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]);

    private static IEnumerable<string> Decisions() => Source.Files("docs/adr", ".md").Where(file => char.IsDigit(Path.GetFileName(file)[0]));

    private static string? Unresolved(string file, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, parts[0]);
        if (!Source.Exists(path))
            return "there is no such file";
        if (parts.Length < 2 || !path.EndsWith(".md", StringComparison.Ordinal))
            return null;
        var headings = WithoutCode(Source.Read(path)).Split('\n').Where(line => line.StartsWith('#'));
        return headings.Any(line => Anchor(line) == parts[1]) ? null : "there is no such heading";
    }

    // As code hosts make it: lower case, punctuation left out, blanks become hyphens.
    private static string Anchor(string heading) => NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Fence().Replace(text, match => new string('\n', match.Value.Count(c => c == '\n')));

    [GeneratedRegex(@"(?:\]\(|(?:src|srcset|href)="")([^)\s""]+)[)\s""]")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
