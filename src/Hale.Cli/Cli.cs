using System.CommandLine;
using Hale.Client;

namespace Hale.Cli;

/// <summary>From arguments to an exit code.</summary>
internal static class Cli
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancel)
    {
        var root = Catalog.Root(terminal);
        var given = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        if (Usage.Wrong(given) is { Count: > 0 } wrong)
        {
            foreach (var line in wrong)
                terminal.Error.WriteLine($"hale: {line}");
            terminal.Error.WriteLine($"see: {Failures.PathOf(given)} --help");
            return Exit.Usage;
        }

        try
        {
            return await given.InvokeAsync(
                new() { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Exit.Interrupted;
        }
        catch (Exception error)
        {
            return Failures.Tell(error, given, terminal);
        }
    }
}

/// <summary>Tells a person what went wrong, in a line or two, with what to do about it.</summary>
internal static class Failures
{
    public static int Tell(Exception error, ParseResult given, Terminal terminal)
    {
        var (code, hint) = error switch
        {
            UsageException => (Exit.Usage, $"see: {PathOf(given)} --help"),
            HaleUnreachableException unreachable => (Exit.Unreachable, unreachable.Hint + "\nor name another hub with --hub URL or HALE_HUB"),
            HaleNotFoundException => (Exit.NotFound, null),
            HaleInvalidException invalid => (Exit.Refused, Fields(invalid)),
            HaleException { Problem.Status: 401 or 403 } => (Exit.Refused, "is the token right? give it with --token or HALE_TOKEN"),
            HaleException => (Exit.Refused, null),
            _ => (Exit.Fault, "this is a fault of Hale itself; please report it"),
        };
        var message = error switch
        {
            HaleInvalidException { Errors.Count: > 0 } => "the hub can't use this description:",
            _ => code == Exit.Fault ? error.ToString() : error.Message,
        };
        terminal.Error.WriteLine($"hale: {message}");
        if (!string.IsNullOrEmpty(hint))
            terminal.Error.WriteLine(hint);
        return code;
    }

    /// <summary>The command as it is typed: <c>hale services list</c>.</summary>
    public static string PathOf(ParseResult given)
    {
        var names = new Stack<string>();
        for (var at = given.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(at.Command is RootCommand ? "hale" : at.Command.Name);
        return string.Join(' ', names);
    }

    private static string Fields(HaleInvalidException invalid) =>
        string.Join('\n', invalid.Errors.SelectMany(field => field.Value, (field, text) => $"  {field.Key}: {text}"));
}
