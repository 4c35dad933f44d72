using Hale.Monitoring.Health;

namespace Hale.Server.Metrics;

/// <summary>A watched thing as <c>/metrics</c> labels it.</summary>
/// <param name="Key">Its key in the watch; the label <c>service</c>: a service's id, or <c>project:target</c>.</param>
/// <param name="Type">A service's type; null for a target, which has check metrics but no <c>hale_service_…</c>.</param>
/// <param name="Status">As it stands; unknown while paused.</param>
internal readonly record struct Metered(string Key, string Project, string? Type, Status Status);
