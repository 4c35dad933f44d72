using System.Diagnostics;
using System.Globalization;

namespace Hale.Fuzz.Tests;

/// <summary>
/// Bad input of every sort, made of good, for every parser of what others send: none throws, none takes more memory than its input is worth, none goes on for ever. Two minutes in all,
/// longer with <c>HALE_FUZZ_SECONDS</c>; <c>HALE_FUZZ_SEED</c> tries one input again.
/// </summary>
public sealed class FuzzTests
{
    private const int Seconds = 120;

    /// <summary>An input is read in less than a millisecond; one that is not read by then never will be.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Names => [.. Parsers.All.Select(parser => parser.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Parser_OfWhatOthersSend_StandsAnyInput(string name)
    {
        var parser = Parsers.All.Single(each => each.Name == name);
        var time = TimeSpan.FromSeconds((double)(Setting("HALE_FUZZ_SECONDS") ?? Seconds) / Parsers.All.Count);
        var seed = Setting("HALE_FUZZ_SEED");
        var tried = seed ?? -1;
        var trying = Task.Run(
            () =>
            {
                if (seed is { } one)
                    parser.Try(one);
                for (var began = Stopwatch.GetTimestamp(); seed is null && Stopwatch.GetElapsedTime(began) < time;)
                    parser.Try(Interlocked.Increment(ref tried));
            },
            TestContext.Current.CancellationToken);
        try
        {
            await trying.WaitAsync(time + Endless, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{name}, HALE_FUZZ_SEED={Volatile.Read(ref tried)}: goes on for ever");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {tried + 1} inputs");
    }

    [Fact]
    public void Mutator_SameSeed_MakesTheSame()
    {
        var corpus = Parsers.All[0].Corpus;
        for (var seed = 0; seed < 100; seed++)
            Assert.Equal(Mutator.Make(corpus, new(seed)), Mutator.Make(corpus, new(seed)));
    }

    [Theory]
    [InlineData("nothing that is thrown escapes", "HALE_FUZZ_SEED=3")]
    [InlineData("nothing that is taken is too much", "bytes were allocated")]
    public void Parser_ThatIsBad_IsFoundOut(string what, string told)
    {
        var bad = new Parser(what, [[1]], (_, _) => _ = told.StartsWith("HALE", StringComparison.Ordinal) ? throw new FormatException() : new byte[Parser.Least + (2 << 20)]);
        Assert.Contains(told, Assert.Throws<InvalidOperationException>(() => bad.Try(3)).Message, StringComparison.Ordinal);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
