namespace Hale.Server.Heartbeats;

/// <summary>What is kept of a service.</summary>
/// <param name="State">The room's own JSON.</param>
/// <param name="TokenHash">SHA-256 of the token that the hub made; null when it made none.</param>
internal sealed record StoredHeartbeat(string Service, string State, byte[]? TokenHash);

/// <summary>A call to keep, with what is then held of its service.</summary>
internal sealed record StoredBeat(string Service, Beat Beat, string State);

/// <summary>Where calls and what they came to are kept.</summary>
internal interface IHeartbeatStore
{
    /// <summary>The newest calls of a service that are kept; older ones go when a new one comes.</summary>
    const int Kept = 50;

    ValueTask<IReadOnlyList<StoredHeartbeat>> LoadAsync(CancellationToken cancel);

    /// <summary>Keeps calls, all or none; durable when it returns. The token stays as it is.</summary>
    ValueTask AppendAsync(IReadOnlyList<StoredBeat> beats, CancellationToken cancel);

    /// <summary>Sets what is held of a service, its token included; durable when it returns.</summary>
    ValueTask SetAsync(StoredHeartbeat heartbeat, CancellationToken cancel);

    /// <summary>Throws away everything about a service.</summary>
    ValueTask ForgetAsync(string service, CancellationToken cancel);

    /// <summary>The newest calls of a service, newest first.</summary>
    ValueTask<IReadOnlyList<Beat>> BeatsAsync(string service, int most, CancellationToken cancel);
}
