namespace Hale.Health.Resources;

/// <summary>When a process is meant by a name.</summary>
internal static class ProcessNames
{
    /// <summary>Whether a program of this file name is meant.</summary>
    public static bool Mean(string wanted, string name, bool versions)
    {
        if (OperatingSystem.IsWindows())
        {
            wanted = wanted.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? wanted[..^4].ToUpperInvariant() : wanted.ToUpperInvariant();
            name = name.ToUpperInvariant();
        }

        return name == wanted || (versions && IsVersionOf(wanted, name));
    }

    /// <summary>python, python3, python3.11; but not worker1 and worker12.</summary>
    private static bool IsVersionOf(string wanted, string name) =>
        wanted.Length > 0 && name.Length > wanted.Length && name.StartsWith(wanted, StringComparison.Ordinal)
        && name[wanted.Length..].All(each => char.IsAsciiDigit(each) || each == '.') && (!char.IsAsciiDigit(wanted[^1]) || name[wanted.Length] == '.');
}
