using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Config;

/// <summary>Where a declaration file's variables come from.</summary>
/// <param name="Variable">An environment variable's value, or null.</param>
/// <param name="Secret">The text of a file named by <c>${file:…}</c>; null when it can't be read.</param>
internal sealed record Lookups(Func<string, string?> Variable, Func<string, string?> Secret)
{
    private const int LargestSecret = 1 << 20;

    /// <summary>This process's environment and disk.</summary>
    public static readonly Lookups Process = new(Environment.GetEnvironmentVariable, ReadSecret);

    private static string? ReadSecret(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestSecret } ? File.ReadAllText(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>Reads <c>hale.yaml</c>: text, to nodes, to declarations; every finding at once, by line.</summary>
internal static class ConfigFile
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int Largest = 16 << 20;

    private const char ByteOrderMark = '\uFEFF';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file at <paramref name="path"/>. A missing or unreadable one is a finding.</summary>
    public static ConfigReading Read(string path, Lookups lookups, CheckCatalog checks)
    {
        var fileName = Path.GetFileName(path);
        var (text, wrong) = Load(path);
        return text is null ? Refused(fileName, new Problem("", wrong!)) : ReadText(text, fileName, lookups, checks);
    }

    /// <summary>Reads a text as if it stood in <paramref name="fileName"/>.</summary>
    public static ConfigReading ReadText(string text, string fileName, Lookups lookups, CheckCatalog checks)
    {
        var problems = new Problems();
        var variables = new Variables(lookups);
        var reader = new YamlReader(text.StartsWith(ByteOrderMark) ? text[1..] : text, variables, problems);
        if (!reader.TryRead(out var root))
            return Refused(fileName, [.. problems.All]);
        var structural = problems.All.Count;
        var (declarations, hub) = new ConfigBinder(checks, fileName, problems).Bind(root);
        // A value whose variable is not set was found wrong already; what it means is anybody's guess.
        var findings = problems.All.Take(structural)
            .Concat(problems.All.Skip(structural)
                .Where(problem => problem.At is not { } at || !reader.Unresolved.Contains(at))
                .Select(problem => problem with { Message = variables.Hide(problem.Message) }))
            .ToArray();
        return findings.Length == 0 ? new(fileName, declarations, hub, []) : new(fileName, null, hub, Ordered(findings));
    }

    /// <summary>A file's text, or one sentence that says why there is none.</summary>
    public static (string? Text, string? Wrong) Load(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return (null, "is a folder; needed: a file");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Largest + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > Largest ? (null, $"is larger than {Largest >> 20} MB") : (Utf8.GetString(bytes, 0, length), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, "is not UTF-8 text");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "is missing");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"can't be read: {(error is UnauthorizedAccessException ? "access is denied" : error.Message)}");
        }
    }

    private static ConfigReading Refused(string fileName, params Problem[] findings) => new(fileName, null, FileSettings.None, Ordered(findings));

    private static Problem[] Ordered(IEnumerable<Problem> findings) =>
        [.. findings.OrderBy(finding => finding.At?.Line ?? int.MaxValue).ThenBy(finding => finding.At?.Column ?? 0)];
}
