using System.Text;

namespace Hale.Cli.Importing;

/// <summary>The files of a source: the one that is named, and those beside it that it means.</summary>
internal sealed class SourceFiles(Terminal terminal, string main)
{
    private const long Largest = 256L << 20;

    /// <summary>The file that is named; <c>-</c> is standard input.</summary>
    /// <exception cref="UsageException">It can't be read.</exception>
    public SourceFile Main() => main == "-" ? new("standard input", Encoding.UTF8.GetBytes(terminal.Input.ReadToEnd())) : Other(main);

    /// <summary>Another file.</summary>
    /// <exception cref="UsageException">It can't be read.</exception>
    public SourceFile Other(string path)
    {
        try
        {
            if (new FileInfo(path).Length is > Largest and var length)
                throw new UsageException($"{path}: found {length} bytes; allowed: at most {Largest}");
            return new(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var why = error is FileNotFoundException or DirectoryNotFoundException ? "there is none" : error.Message;
            throw new UsageException($"{path}: found no file that can be read ({why}); allowed: the other tool's file, or - for standard input");
        }
    }

    /// <summary>The files that a pattern means, seen from the main one's folder; a star stands in the last part alone, as Prometheus has it.</summary>
    public IReadOnlyList<SourceFile> Beside(string pattern)
    {
        var home = main == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(main))!;
        var path = Path.Combine(home, pattern);
        var folder = Path.GetDirectoryName(path);
        return folder is null || !Directory.Exists(folder) || Path.GetFileName(path).Length == 0
            ? []
            : [.. Directory.EnumerateFiles(folder, Path.GetFileName(path)).Order(StringComparer.Ordinal).Select(Other)];
    }
}
