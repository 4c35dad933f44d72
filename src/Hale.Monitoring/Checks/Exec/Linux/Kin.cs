using System.Globalization;
using System.Text;

namespace Hale.Monitoring.Checks.Exec.Linux;

/// <summary>
/// The processes that came of a command, found in /proc: those of its session, and those that began one of their own (a daemon does) but still carry the
/// command's mark among their variables.
/// </summary>
internal static class Kin
{
    /// <summary>The variable that marks what a command starts.</summary>
    public const string Variable = "HALE_CHECK_RUN";

    private const int MostOfVariables = 1 << 20;
    private const int ParentField = 1;
    private const int SessionField = 3;

    /// <summary>Ends them; answers how many there were.</summary>
    /// <param name="head">The command's process id, which is its session's, too.</param>
    /// <param name="mark">The value of <see cref="Variable"/>.</param>
    public static int Kill(int head, string mark)
    {
        var sign = Encoding.ASCII.GetBytes($"{Variable}={mark}\0");
        var found = 0;
        foreach (var (id, folder) in All())
            if (id != head && Kill(id, folder, head, sign))
                found++;
        return found;
    }

    /// <summary>A process's children that have ended and wait for it to take note.</summary>
    public static IEnumerable<int> EndedChildrenOf(int parent) =>
        All().Where(each => Stat(each.Folder) is ("Z", var of, _) && of == parent).Select(each => each.Id);

    private static IEnumerable<(int Id, string Folder)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                yield return (id, folder);
    }

    /// <summary>The process is held before it is looked at, so that its id can't go to another in between.</summary>
    private static bool Kill(int id, string folder, int head, byte[] sign)
    {
        var held = Posix.OpenProcess(id);
        try
        {
            if (Stat(folder) is not var (state, _, session) || state is "Z" or "X" || !(session == head || Read($"{folder}/environ").IndexOf(sign) >= 0))
                return false;
            if (held >= 0)
                Posix.KillOpened(held);
            else
                Posix.Kill(id);
            return true;
        }
        finally
        {
            if (held >= 0)
                Posix.Close(held);
        }
    }

    /// <summary>A process's state, parent and session; null when it is gone. The name in front, in parentheses, may hold anything (proc(5)).</summary>
    private static (string State, int Parent, int Session)? Stat(string folder)
    {
        var stat = Encoding.ASCII.GetString(Read($"{folder}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > SessionField
            ? (fields[0], int.Parse(fields[ParentField], CultureInfo.InvariantCulture), int.Parse(fields[SessionField], CultureInfo.InvariantCulture))
            : null;
    }

    private static ReadOnlySpan<byte> Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var bytes = new byte[4096];
            for (var length = 0; ; Array.Resize(ref bytes, 2 * bytes.Length))
            {
                length += file.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
                if (length < bytes.Length || length >= MostOfVariables)
                    return bytes.AsSpan(0, length);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
