namespace Hale.Tests.Kit;

/// <summary>Rounds of a property test: the same ones every time, and the one that fails is told.</summary>
public static class Seeds
{
    /// <summary>Runs rounds, each with randomness of its own.</summary>
    /// <exception cref="InvalidOperationException">A round failed; names its seed, for <c>new Random(seed)</c>.</exception>
    public static void Each(int rounds, Action<Random> round)
    {
        for (var seed = 0; seed < rounds; seed++)
        {
            try
            {
                round(new Random(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed} of {rounds}: {error.Message}", error);
            }
        }
    }
}
