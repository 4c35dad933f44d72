namespace Hale.Server.Access;

/// <summary>A hub that is reachable from elsewhere and has no token yet makes one, and shows it once.</summary>
internal sealed class FirstToken(Tokens tokens, TextWriter output)
{
    /// <summary>Makes and prints the token as a link to log in with, where it is needed.</summary>
    /// <param name="addresses">Where the hub listens, as <c>http://0.0.0.0:4253</c>.</param>
    /// <returns>Whether one was made.</returns>
    public async Task<bool> OfferAsync(IEnumerable<string> addresses, CancellationToken cancel)
    {
        var outside = addresses.Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !Hosts.IsLoopback(address.Host)).ToArray();
        if (outside.Length == 0 || tokens.All.Count > 0)
            return false;
        var (_, token) = await tokens.MakeAsync("first", Role.Admin, cancel);
        await output.WriteLineAsync("The hub is reachable from other machines and asks them for a token. The first one is shown only now:");
        foreach (var address in outside)
            await output.WriteLineAsync($"  {address.Scheme}://{Named(address.Host)}:{address.Port}/login#token={token}");
        await output.FlushAsync(cancel);
        return true;
    }

    /// <summary>An address that means every one is no address to go to; the machine's name may be.</summary>
    private static string Named(string host) => host is "0.0.0.0" or "[::]" or "*" or "+" ? Environment.MachineName.ToLowerInvariant() : host;
}
