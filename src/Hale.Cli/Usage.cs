using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Hale.Monitoring.Specs;

namespace Hale.Cli;

/// <summary>What can't be used of a command line, told as every other problem is: which option or argument, what was found, what is allowed.</summary>
internal static class Usage
{
    /// <summary>A line for each; empty when all can be used.</summary>
    public static IReadOnlyList<string> Wrong(ParseResult given)
    {
        var command = given.CommandResult.Command;
        // Somebody who asks for help, the version or completions is not held up by the rest of the line.
        if (given.Action is not ParseErrorAction && given.Action != command.Action)
            return [];
        // What begins with a dash is meant as an option, though an argument would take it; after -- it is not.
        var taken = given.Tokens.Any(token => token.Type == TokenType.DoubleDash) ? [] : given.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(IsOption);
        string[] options = [.. taken, .. given.UnmatchedTokens.Where(IsOption)];
        if (options.Length > 0)
            return [.. options.Select(option => Unknown("option", option, command.Options.Select(each => each.Name)))];
        if (given.Action is not ParseErrorAction)
            return [];
        if (given.UnmatchedTokens.Count > 0)
            return [.. given.UnmatchedTokens.Select(token => Stray(token, given))];
        return [.. given.Errors.Select(error => Line(error, given)).Distinct()];
    }

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    private static string Stray(string token, ParseResult given)
    {
        var command = given.CommandResult.Command;
        var before = given.Tokens.TakeWhile(each => each.Value != token).LastOrDefault();
        return before is { Type: TokenType.Option } && command.Options.FirstOrDefault(each => each.Name == before.Value) is Option<bool> or Option<bool?>
            ? $"{before.Value}: found \"{token}\"; allowed: true, false"
            : Unknown(command.Subcommands.Count > 0 ? "command" : "argument", token, command.Subcommands.Select(each => each.Name));
    }

    private static string Unknown(string sort, string token, IEnumerable<string> known) =>
        $"unknown {sort} '{token}'{(Names.Nearest(token, [.. known]) is { } near ? $"; did you mean '{near}'?" : "")}";

    private static string Line(ParseError error, ParseResult given) => error.SymbolResult switch
    {
        OptionResult option => Line(
            option.Option.Name, option.Option.Description, option.Option.ValueType, option.Option.Arity, option.Tokens, Words(option.Option.GetCompletions)),
        ArgumentResult { Parent: OptionResult option } => Line(
            option.Option.Name, option.Option.Description, option.Option.ValueType, option.Option.Arity, option.Tokens, Words(option.Option.GetCompletions)),
        ArgumentResult argument => Line(
            argument.Argument.Name, argument.Argument.Description, argument.Argument.ValueType, argument.Argument.Arity, argument.Tokens, Words(argument.Argument.GetCompletions)),
        _ => error.Message,
    };

    private static string Line(string name, string? description, Type type, ArgumentArity arity, IReadOnlyList<Token> tokens, string[] words)
    {
        if (tokens.Count == 0)
            return $"{name}: is missing; needed: {(words.Length > 0 ? string.Join(", ", words) : Lowered(description ?? "a value"))}";
        if (tokens.Count > arity.MaximumNumberOfValues)
            return $"{name}: found {tokens.Count} values; allowed: one";
        var wrong = words.Length > 0 ? tokens.FirstOrDefault(token => !words.Contains(token.Value)) : null;
        return $"{name}: found \"{(wrong ?? tokens[^1]).Value}\"; allowed: {(words.Length > 0 ? string.Join(", ", words) : Kind(type))}";
    }

    private static string[] Words(Func<CompletionContext, IEnumerable<CompletionItem>> completions) => [.. completions(CompletionContext.Empty).Select(each => each.Label)];

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) || number == typeof(long) => "a whole number",
        var number when number == typeof(double) => "a number",
        var other => $"a value of the kind {other.Name}",
    };

    private static string Lowered(string description)
    {
        // What holds where an option is not given says nothing of one that is.
        var text = description.Split(" [default:")[0];
        return text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
