using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;

namespace Hale.Cli.Commands.Self;

internal sealed class CompletionCommand : Verb
{
    private const string Bash =
        """
        # bash completion of hale; for every new shell: hale completion bash > ~/.local/share/bash-completion/completions/hale
        _hale_complete() {
            local candidates
            candidates="$(hale "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "${candidates}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _hale_complete hale
        """;

    private const string Zsh =
        """
        #compdef hale
        # zsh completion of hale; for every new shell: hale completion zsh > "${fpath[1]}/_hale"
        _hale() {
            local -a candidates
            candidates=("${(@f)$(hale "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            (( ${#candidates} )) && compadd -a candidates || _files
        }
        if [ "$funcstack[1]" = "_hale" ]; then _hale "$@"; else compdef _hale hale; fi
        """;

    private const string Fish =
        """
        # fish completion of hale; for every new shell: hale completion fish > ~/.config/fish/completions/hale.fish
        complete -c hale -a '(hale "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    private readonly Argument<string> _shell;
    private readonly OutputPart _output;

    public CompletionCommand(Terminal terminal)
        : base(
            terminal, "completion", "Write a shell's completion script", "hale completion bash > ~/.local/share/bash-completion/completions/hale",
            "hale completion zsh")
    {
        _shell = Needs("SHELL", "bash, zsh or fish");
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        _output = Use(new OutputPart(terminal));
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var shell = given.GetRequiredValue(_shell);
        var script = shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish };
        if (_output.ForPeople(given))
            Terminal.Output.WriteLine(script);
        else
            _output.Write(given, new JsonObject { ["shell"] = shell, ["script"] = script });
        return Task.FromResult(Exit.Ok);
    }
}
