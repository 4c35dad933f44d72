using System.Text;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Tcp;

/// <summary>Reads and checks a TCP check's description.</summary>
internal static class TcpCheckRules
{
    /// <summary>Reads the options; null when anything is wrong.</summary>
    public static TcpCheckOptions? Read(Fields fields, Problems problems)
    {
        var found = problems.All.Count;
        var url = Url(fields);
        var send = fields.Text("send");
        var expect = fields.Text("expect");
        if (expect is not null && (expect.Length == 0 || Encoding.UTF8.GetByteCount(expect) > TcpCheck.MostAnswer))
            fields.Wrong("expect", fields.Raw("expect")!, $"text of 1 to {TcpCheck.MostAnswer} bytes");
        return url is null || problems.All.Count > found ? null : new() { Url = url, Send = send, Expect = expect };
    }

    private static Uri? Url(Fields fields)
    {
        if (!fields.Require("url", "a URL such as tcp://db.example.com:5432") || fields.Text("url") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "tcp", Host.Length: > 0, Port: > 0, UserInfo: "", AbsolutePath: "/" or "", Query: "" })
            return url;
        fields.Wrong("url", fields.Raw("url")!, "tcp, a host and a port, such as tcp://db.example.com:5432");
        return null;
    }
}
