using System.Globalization;

namespace Hale.Bench.Fleet.Figures;

/// <summary>What a figure must be, and what it should be.</summary>
/// <param name="Must">The limit that makes the figure ok.</param>
/// <param name="Aim">A better one, that is hoped for.</param>
/// <param name="More">Whether more is better.</param>
internal sealed record Goal(double Must, double Aim, bool More = false)
{
    /// <summary>Whether a value is <c>short</c> of the goal, <c>ok</c>, or so good that it reaches the <c>aim</c>.</summary>
    public string Judge(double value) => Reaches(value, Aim) ? "aim" : Reaches(value, Must) ? "ok" : "short";

    /// <summary>The limits as people write them.</summary>
    public (string Must, string Aim) Text(string format)
    {
        var sign = More ? "≥" : "≤";
        return ($"{sign} {Must.ToString(format, CultureInfo.InvariantCulture)}", $"{sign} {Aim.ToString(format, CultureInfo.InvariantCulture)}");
    }

    private bool Reaches(double value, double limit) => More ? value >= limit : value <= limit;
}
