using System.Globalization;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks;

/// <summary>Figures of this machine against their limits, for the kinds that look at it.</summary>
internal sealed class Limits
{
    public const double Megabyte = 1024 * 1024;

    private readonly List<string> _above = [];

    /// <summary>What is above its limit, all of it; null when nothing is.</summary>
    public Failure? Failure => _above.Count == 0 ? null : new(FailureKind.Resource, string.Join("; ", _above));

    /// <summary>Compares a figure in percent. Strictly: what is at its limit is not above it.</summary>
    public void Percent(string what, double used, int? limit)
    {
        if (used > limit)
            _above.Add(string.Create(CultureInfo.InvariantCulture, $"{what} at {used:0.#} %, more than {limit} %"));
    }

    /// <summary>Compares a size.</summary>
    public void Size(string what, long used, long? limit)
    {
        if (used > limit)
            _above.Add($"{what} at {Sizes.Format(used)}, more than {Sizes.Format(limit.Value)}");
    }

    /// <summary>A figure as details show it.</summary>
    public static double Rounded(double value) => Math.Round(value, 2);
}
