using System.CommandLine;
using System.CommandLine.Invocation;

namespace Hale.Cli;

/// <summary>Writes a command's help: what it does, its options, then examples and what its exit codes mean.</summary>
/// <param name="asked">Whether somebody asked for it, so that nothing else on the line matters.</param>
internal sealed class HelpAction(bool asked) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => asked;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is RootCommand root)
        {
            Overview.Write(root, output);
            return Exit.Ok;
        }

        new System.CommandLine.Help.HelpAction { MaxWidth = 110 }.Invoke(parseResult);
        var examples = command is Verb verb ? verb.Examples : [.. command.Subcommands.OfType<Verb>().SelectMany(each => each.Examples.Take(1))];
        if (examples.Count > 0)
            output.WriteLine($"Examples:\n{string.Join('\n', examples.Select(example => "  " + example))}\n");
        if (command is Verb { Note: { } note })
            output.WriteLine(note + "\n");
        return Exit.Ok;
    }
}
