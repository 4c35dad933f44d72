using Hale.Monitoring.Specs;

namespace Hale.Server;

/// <summary>Who this hub is.</summary>
internal sealed record HubIdentity(string Id, string Version, string Environment, DateTimeOffset StartedAt)
{
    /// <summary>An id from a machine's name: <c>hub-</c> and what of the name an id may hold.</summary>
    public static string Derive(string machine)
    {
        var word = new string([.. machine.ToLowerInvariant().Select(each => char.IsAsciiLetterOrDigit(each) ? each : '-')]).Trim('-');
        var id = word.Length == 0 ? "hub" : $"hub-{word}";
        id = id.Length > 63 ? id[..63].TrimEnd('-') : id;
        return Names.IsId(id) ? id : "hub";
    }
}
