namespace Hale.Monitoring.Watch;

/// <summary>The hub itself was cut off, or is no longer: none of the references can be reached, and most of what is watched can't either.</summary>
/// <param name="IsCutOff">Whether it begins.</param>
/// <param name="Watched">How many became unknown, or are asked again.</param>
/// <param name="Lasted">How long it was; zero where it begins.</param>
public sealed record Isolation(bool IsCutOff, DateTimeOffset At, int Watched, TimeSpan Lasted);
