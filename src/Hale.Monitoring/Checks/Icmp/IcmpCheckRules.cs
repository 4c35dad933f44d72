using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>Reads and checks a ping's description.</summary>
internal static class IcmpCheckRules
{
    /// <summary>Reads the options; null when anything is wrong.</summary>
    public static IcmpCheckOptions? Read(Fields fields, Problems problems)
    {
        var found = problems.All.Count;
        var url = Url(fields);
        var count = fields.Int("count", 1, IcmpCheckOptions.MostRequests);
        if (url is null || problems.All.Count > found)
            return null;
        var options = new IcmpCheckOptions { Url = url };
        return count is { } given ? options with { Count = given } : options;
    }

    private static Uri? Url(Fields fields)
    {
        if (!fields.Require("url", "a URL such as icmp://gateway.example.com") || fields.Text("url") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "icmp", Host.Length: > 0, Port: -1, UserInfo: "", AbsolutePath: "/" or "", Query: "", Fragment: "" })
            return url;
        fields.Wrong("url", fields.Raw("url")!, "icmp and a host, such as icmp://gateway.example.com; a ping has no port");
        return null;
    }
}
