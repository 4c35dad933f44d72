using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli;

/// <summary>A command that asks a hub.</summary>
internal abstract class HubVerb : Verb
{
    private readonly ServerPart _server;

    protected HubVerb(Terminal terminal, string name, string summary, params IReadOnlyList<string> examples) : base(terminal, name, summary, examples)
    {
        _server = new(terminal);
        Output = new(terminal);
    }

    protected OutputPart Output { get; }

    /// <summary>Takes the shared options; called after a command's own, so that its own come first in the help.</summary>
    protected void Share()
    {
        Use(Output);
        Use(_server);
    }

    protected sealed override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        using var hub = _server.Open(given);
        return await RunAsync(hub, given, cancel);
    }

    protected abstract Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel);

    protected static async Task<Page<T>> AllAsync<T>(IAsyncEnumerable<T> items, int? most, CancellationToken cancel)
    {
        var all = new List<T>();
        await foreach (var item in items.WithCancellation(cancel))
        {
            if (all.Count == most)
                break;
            all.Add(item);
        }

        return new(all, null);
    }
}
