using System.Globalization;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch;

namespace Hale.Server;

/// <summary>How much the hub asks of others at once.</summary>
public sealed record HubLoad
{
    /// <summary>What a process needs beside its checks: listeners, clients, the database, the log.</summary>
    private const int FilesOfItsOwn = 256;

    /// <summary>Scheduled checks that run at once.</summary>
    /// <value>Default: 2048, less where the process may open too few files. Allowed: 1 to 100,000.</value>
    public int? MaxChecks { get; init; }

    /// <summary>Of these, so many at once to one host and port.</summary>
    /// <value>Default: 64. Allowed: 1 to 100,000.</value>
    public int? MaxChecksPerHost { get; init; }

    /// <summary>Tries per second to one host and port that come early after a failure.</summary>
    /// <value>Default: 10. Allowed: 1 to 100,000.</value>
    public int? MaxRechecksPerHost { get; init; }

    /// <summary>Scheduled checks per second to one host and port.</summary>
    /// <value>Default: no limit. Allowed: 1 to 100,000.</value>
    public int? MaxRatePerHost { get; init; }

    /// <summary>These, and where they say nothing the others.</summary>
    internal HubLoad Or(HubLoad other) => new()
    {
        MaxChecks = MaxChecks ?? other.MaxChecks,
        MaxChecksPerHost = MaxChecksPerHost ?? other.MaxChecksPerHost,
        MaxRechecksPerHost = MaxRechecksPerHost ?? other.MaxRechecksPerHost,
        MaxRatePerHost = MaxRatePerHost ?? other.MaxRatePerHost,
    };

    /// <summary>What the watch is told. A check may hold two sockets while it tries two addresses of a host.</summary>
    /// <param name="files">How many files and sockets the process may open; null where nothing says.</param>
    /// <param name="references">What tells whether the hub is cut off.</param>
    internal WatchOptions ForWatch(long? files, IReadOnlyList<CheckSpec> references)
    {
        var defaults = new WatchOptions();
        var wanted = MaxChecks ?? defaults.MaxInFlight;
        return new()
        {
            MaxInFlight = files is { } most ? (int)Math.Clamp((most - FilesOfItsOwn) / 2, 1, wanted) : wanted,
            ChecksPerHost = MaxChecksPerHost ?? defaults.ChecksPerHost,
            RechecksPerHost = MaxRechecksPerHost ?? defaults.RechecksPerHost,
            MaxRatePerHost = MaxRatePerHost,
            References = references,
            StopWithin = TimeSpan.FromSeconds(3),
        };
    }

    /// <summary>How many files the process must be allowed to open for what is wanted, when it is allowed fewer.</summary>
    /// <param name="told">What the watch was told.</param>
    internal (int Wanted, int Needed)? Short(WatchOptions told)
    {
        var wanted = MaxChecks ?? new WatchOptions().MaxInFlight;
        return told.MaxInFlight < wanted ? (wanted, (2 * wanted) + FilesOfItsOwn) : null;
    }

    /// <summary>How many files and sockets this process may open, as Linux tells it; null elsewhere, and where there is no limit.</summary>
    internal static long? Files()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
            return null;
        var line = File.ReadLines(Limits).FirstOrDefault(each => each.StartsWith("Max open files", StringComparison.Ordinal));
        var words = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.TryParse(words?.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
    }
}
