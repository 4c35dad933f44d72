namespace Hale.Fuzz.Tests;

/// <summary>What reads bytes that somebody else sent.</summary>
/// <param name="Corpus">Good input.</param>
/// <param name="Read">Reads an input; randomness says, for one that takes it in parts, where it is cut. Throws only what the parser is documented to throw.</param>
internal sealed record Parser(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[], Random> Read)
{
    /// <summary>What an input may make the parser allocate, whatever it claims: so much in any case, and so much for each byte.</summary>
    public const long Least = 4 << 20;

    public const long PerByte = 200;

    /// <summary>What each byte may cost where that is another: a reader of whole services makes much of little.</summary>
    public long EachByte { get; init; } = PerByte;

    /// <summary>Reads the input of a seed.</summary>
    /// <exception cref="InvalidOperationException">The parser threw, or took too much memory.</exception>
    public void Try(int seed)
    {
        var random = new Random(seed);
        var input = Mutator.Make(Corpus, random);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(input, random);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{Told(seed, input)}: {error.GetType().Name}: {error.Message}", error);
        }

        var took = GC.GetAllocatedBytesForCurrentThread() - before;
        if (took > Least + (EachByte * input.Length))
            throw new InvalidOperationException($"{Told(seed, input)}: {took} bytes were allocated");
    }

    private string Told(int seed, byte[] input) =>
        $"{Name}, HALE_FUZZ_SEED={seed}, {input.Length} bytes: {Convert.ToHexString(input.AsSpan(0, Math.Min(input.Length, 400)))}";
}
