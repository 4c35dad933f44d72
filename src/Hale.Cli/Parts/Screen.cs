using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hale.Cli.Parts;

/// <summary>Draws for people; colours only where the terminal has them, and never a colour without the word.</summary>
internal sealed class Screen(Terminal terminal)
{
    /// <summary>A line of markup.</summary>
    public void Line(string markup = "") => Draw(new Markup(markup + "\n"));

    /// <summary>A table; the cells are markup.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn($"[bold]{heading.ToUpperInvariant()}[/]") { NoWrap = !terminal.Interactive, Padding = new(0, 0, 2, 0) });
        foreach (var row in rows)
            table.AddRow([.. row]);
        Draw(table);
    }

    /// <summary>Names and values under each other; those without a value are left out.</summary>
    public void Pairs(params IReadOnlyList<(string Name, string? Markup)> pairs)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn());
        foreach (var (name, markup) in pairs)
            if (!string.IsNullOrEmpty(markup))
                grid.AddRow($"[grey]{name}[/]", markup);
        Draw(grid);
    }

    /// <summary>Text as it is, with nothing taken for markup.</summary>
    public static string Text(string? text) => Markup.Escape(text ?? "");

    /// <summary>A status or health in its colour.</summary>
    public static string Status(string status) => status switch
    {
        "up" or "healthy" or "running" => $"[green]{status}[/]",
        "degraded" => $"[yellow]{status}[/]",
        "down" or "unhealthy" => $"[red]{status}[/]",
        _ => $"[grey]{Text(status)}[/]",
    };

    public static string Milliseconds(double? value) => value is { } ms ? ms.ToString(ms < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms" : "";

    public static string Percent(double? value) => value is { } percent ? percent.ToString("0.##", CultureInfo.InvariantCulture) + " %" : "";

    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    private void Draw(IRenderable what)
    {
        var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new()
        {
            Ansi = terminal.Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = terminal.Width;
        console.Write(what);
        // Cells are padded to their column; what follows the last one is nothing.
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            terminal.Output.WriteLine(line.TrimEnd());
    }
}
