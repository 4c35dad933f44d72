using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Parts;

/// <summary>Which hub to ask, and as whom.</summary>
internal sealed class ServerPart(Terminal terminal) : IPart
{
    private readonly Option<string?> _hub = new("--hub")
    {
        Description = $"The hub's address (HALE_HUB) [default: {HaleClient.DefaultAddress.GetLeftPart(UriPartial.Authority)}]",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token") { Description = "An access token (HALE_TOKEN); not needed on loopback", HelpName = "TOKEN" };

    public void Join(Command command)
    {
        command.Add(_hub);
        command.Add(_token);
    }

    /// <summary>A client of the hub that is meant.</summary>
    public HaleClient Open(ParseResult given)
    {
        var address = Given(given, _hub, "HALE_HUB");
        if (address is null)
            return new(null, Given(given, _token, "HALE_TOKEN"));
        var url = address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var hub) || hub.Scheme is not ("http" or "https"))
            throw new UsageException($"'{address}' is not an address of a hub; needed: an http or https URL such as http://127.0.0.1:4253");
        return new(hub, Given(given, _token, "HALE_TOKEN"));
    }

    private string? Given(ParseResult given, Option<string?> option, string variable)
    {
        var text = given.GetValue(option) ?? terminal.Environment(variable);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
