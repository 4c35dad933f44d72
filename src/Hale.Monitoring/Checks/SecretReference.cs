namespace Hale.Monitoring.Checks;

/// <summary>A reference to a secret, as the configuration has it.</summary>
/// <param name="Name">As it is written: <c>${NAME}</c> or <c>${file:/run/secrets/x}</c>. Never the value.</param>
/// <param name="Wrong">Why it can't be had now; null when it can.</param>
public sealed record SecretReference(string Name, string? Wrong);
