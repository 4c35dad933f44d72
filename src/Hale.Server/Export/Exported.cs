using Hale.Monitoring.Checks;
using Hale.Server.Registry;

namespace Hale.Server.Export;

/// <summary>What is watched, as an export tells of it.</summary>
/// <param name="Key">A service's id, or <c>project:target</c>.</param>
/// <param name="Url">What is asked, credentials masked; null for what has no URL.</param>
/// <param name="Process">The name of the program that is watched with it; null when none is named.</param>
internal sealed record Exported(string Key, string? Url, string? Process, TimeSpan Interval)
{
    public static Exported Of(ServiceSpec service)
    {
        var described = service.Check.Options.Describe(secrets: false);
        var process = service.Check.Kind == "process" ? described["name"]?.GetValue<string>() : null;
        return new(service.Id, described["url"]?.GetValue<string>(), process, service.Timing.Interval);
    }

    public static Exported Of(string key, TargetSpec target) => new(key, UrlOf(target.Check), target.ProcessName, target.Timing.Interval);

    private static string? UrlOf(CheckSpec check) => check.Options.Describe(secrets: false)["url"]?.GetValue<string>();
}
