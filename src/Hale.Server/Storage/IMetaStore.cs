namespace Hale.Server.Storage;

/// <summary>Single facts about the hub, by name: its id, for instance.</summary>
internal interface IMetaStore
{
    ValueTask<string?> FindAsync(string name, CancellationToken cancel);

    /// <summary>Keeps the value; durable when it returns.</summary>
    ValueTask SetAsync(string name, string value, CancellationToken cancel);
}
