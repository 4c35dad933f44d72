using System.Buffers;
using Hale.Server.Packing;

namespace Hale.Server.Series.Coding;

/// <summary>
/// Values that somebody measured in so many places behind the point, as nearly all are: whole numbers over a power of ten, held against a guess. Only where
/// that gives back every bit. The layout: the power; what all whole numbers less the first are multiples of; the first one, folded; which guess was the best;
/// then as bits the distance of every other one from its guess, in adaptive Rice codes.
/// </summary>
internal static class Decimals
{
    // Beyond, a double has no more places than a measurement.
    private const int MostPlaces = 12;

    // Above, not every whole number is a double.
    private const double Largest = 1L << 53;

    private const int LongestCode = 12;

    private static readonly double[] Powers = [.. Enumerable.Range(0, MostPlaces + 1).Select(power => Math.Pow(10, power))];

    /// <summary>The bytes that <see cref="Write"/> needs at most.</summary>
    public static int Longest(int count) => 32 + count * LongestCode;

    /// <summary>Codes values; the bytes it took, 0 where they are no decimals.</summary>
    public static int Write(ReadOnlySpan<Measure> samples, Span<byte> to)
    {
        var numbers = ArrayPool<long>.Shared.Rent(samples.Length);
        var trial = ArrayPool<byte>.Shared.Rent(Longest(samples.Length));
        try
        {
            var whole = numbers.AsSpan(0, samples.Length);
            if (Places(samples) is not { } places || !Scale(samples, places, whole))
                return 0;
            var place = 0;
            to[place++] = (byte)places;
            var first = whole[0];
            Varint.Write(to, ref place, (ulong)Reduce(whole));
            Varint.Write(to, ref place, Varint.Fold(first));
            return place + WriteBest(whole, to[place..], trial);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(trial);
            ArrayPool<long>.Shared.Return(numbers);
        }
    }

    /// <summary>Puts the values in.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static void Read(ReadOnlySpan<byte> from, Span<Measure> samples)
    {
        var place = 0;
        var power = Powers[Varint.Read(from, ref place, MostPlaces)];
        var divisor = (long)Varint.Read(from, ref place);
        var first = Varint.Unfold(Varint.Read(from, ref place));
        var guess = Guess.All[Varint.Read(from, ref place, Guess.All.Length - 1)];
        var bits = new BitReader(from[place..]);
        var code = Rice.Expecting(16);
        foreach (ref var sample in samples)
        {
            var number = unchecked(guess.Next + (guess.Begun ? code.Read(ref bits) : 0));
            guess.Saw(number);
            sample = sample with { Value = unchecked(first + number * divisor) / power };
        }

        if (bits.Overrun)
            throw new InvalidDataException("the values are cut short");
    }

    // Every guess is tried; the one that takes the fewest bytes stays.
    private static int WriteBest(ReadOnlySpan<long> numbers, Span<byte> to, Span<byte> trial)
    {
        var least = int.MaxValue;
        for (var which = 0; which < Guess.All.Length; which++)
        {
            trial[0] = (byte)which;
            var length = 1 + WriteWith(Guess.All[which], numbers, trial[1..]);
            if (length >= least)
                continue;
            trial[..length].CopyTo(to);
            least = length;
        }

        return least;
    }

    private static int WriteWith(Guess guess, ReadOnlySpan<long> numbers, Span<byte> to)
    {
        var bits = new BitWriter(to);
        var code = Rice.Expecting(16);
        guess.Saw(0);
        foreach (var number in numbers[1..])
        {
            code.Write(ref bits, number - guess.Next);
            guess.Saw(number);
        }

        return bits.Finish();
    }

    /// <summary>How many places behind the point give back every bit; null where none do.</summary>
    private static int? Places(ReadOnlySpan<Measure> samples)
    {
        var places = 0;
        foreach (ref readonly var sample in samples)
        {
            while (!Fits(sample.Value, places, out _))
            {
                if (++places > MostPlaces)
                    return null;
            }
        }

        return places;
    }

    // With more places than one needs it may have grown too large.
    private static bool Scale(ReadOnlySpan<Measure> samples, int places, Span<long> numbers)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!Fits(samples[i].Value, places, out numbers[i]))
                return false;
        }

        return true;
    }

    private static bool Fits(double value, int places, out long number)
    {
        var scaled = Math.Round(value * Powers[places]);
        number = Math.Abs(scaled) <= Largest ? (long)scaled : 0;
        return BitConverter.DoubleToInt64Bits(number / Powers[places]) == BitConverter.DoubleToInt64Bits(value);
    }

    /// <summary>Takes the first one and then the greatest common divisor out of all: what is counted in pages of memory has few different values. Answers the divisor.</summary>
    private static long Reduce(Span<long> numbers)
    {
        var (first, divisor) = (numbers[0], 0L);
        foreach (ref var number in numbers)
        {
            number -= first;
            if (divisor != 1)
                divisor = Common(divisor, Math.Abs(number));
        }

        if (divisor > 1)
        {
            foreach (ref var number in numbers)
                number /= divisor;
        }

        return Math.Max(1, divisor);
    }

    private static long Common(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
