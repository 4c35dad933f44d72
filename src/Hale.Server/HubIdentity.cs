namespace Hale.Server;

/// <summary>Who this hub is.</summary>
internal sealed record HubIdentity(string Id, string Version, string Environment, DateTimeOffset StartedAt);
