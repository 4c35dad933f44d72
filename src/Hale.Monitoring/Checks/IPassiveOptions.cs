namespace Hale.Monitoring.Checks;

/// <summary>What is to be known of a target that calls by itself.</summary>
public interface IPassiveOptions : ICheckOptions
{
    /// <summary>How late a call may be before it is missed.</summary>
    TimeSpan Grace { get; }

    /// <summary>What its calls are called: a heartbeat, a report.</summary>
    string Call { get; }

    /// <summary>Whether who calls is known by a token in the address, and by nothing else.</summary>
    bool ByToken { get; }

    /// <summary>The token that the definition gives; null when it gives none.</summary>
    string? Token { get; }

    /// <summary>The moment at which the call after <paramref name="last"/> is missed.</summary>
    /// <param name="interval">From one call to the next.</param>
    DateTimeOffset Deadline(DateTimeOffset last, TimeSpan interval);
}
