namespace Hale.Server.History;

/// <summary>Since when and why the history can't be written.</summary>
internal sealed record Failing(DateTimeOffset Since, string Error);
