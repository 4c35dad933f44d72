using System.CommandLine;

namespace Hale.Cli;

/// <summary>A command that does something: a verb of a noun, or one by itself.</summary>
internal abstract class Verb : Command
{
    protected Verb(Terminal terminal, string name, string summary, params IReadOnlyList<string> examples) : base(name, summary)
    {
        Terminal = terminal;
        Examples = examples;
        SetAction(RunAsync);
    }

    /// <summary>Command lines that work, for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>What the help says beside the options, such as the exit codes.</summary>
    public string? Note { get; protected init; }

    protected Terminal Terminal { get; }

    /// <summary>Does it; the result is the exit code.</summary>
    protected abstract Task<int> RunAsync(ParseResult given, CancellationToken cancel);

    /// <summary>Borrows options that several commands share.</summary>
    protected T Use<T>(T part) where T : IPart
    {
        part.Join(this);
        return part;
    }

    protected Argument<string> Needs(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        Add(argument);
        return argument;
    }

    protected Option<string?> Takes(string name, string value, string description, params string[] aliases)
    {
        var option = new Option<string?>(name, aliases) { Description = description, HelpName = value };
        Add(option);
        return option;
    }

    protected Option<string[]> TakesMany(string name, string value, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = value };
        Add(option);
        return option;
    }

    protected Option<bool> Switch(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        Add(option);
        return option;
    }
}

/// <summary>A command that only groups verbs; by itself it shows its help.</summary>
internal sealed class Noun : Command
{
    public Noun(string name, string summary, params IReadOnlyList<Verb> verbs) : base(name, summary)
    {
        foreach (var verb in verbs)
            Add(verb);
        Action = new HelpAction(asked: false);
    }
}

/// <summary>Options that several commands share.</summary>
internal interface IPart
{
    void Join(Command command);
}
