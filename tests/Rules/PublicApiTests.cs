using System.Reflection;

namespace Hale.Rules.Tests;

/// <summary>What others build on changes only on purpose: <c>HALE_PUBLIC_API=write</c> writes the files anew, and the change is part of the commit.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Hale.Health")]
    [InlineData("Hale.Monitoring")]
    [InlineData("Hale.AspNetCore")]
    [InlineData("Hale.Client")]
    public void Library_ItsPublicSurface_IsTheOneWrittenDown(string library)
    {
        var file = $"tests/Rules/PublicApi/{library}.txt";
        var now = PublicApi.Of(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable("HALE_PUBLIC_API") == "write")
            File.WriteAllText(Path.Combine(Source.Root, file), now);
        var written = Source.Exists(file) ? Source.Lines(file) : [];
        var lines = now.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var strays = written.Except(lines).Select(line => $"- {line.Trim()}").Concat(lines.Except(written).Select(line => $"+ {line.Trim()}")).ToArray();
        Source.Nothing(strays, $"The public surface of {library} changed (meant so? ./eng/public-api.sh):");
        Assert.Equal(written, lines);
    }
}
