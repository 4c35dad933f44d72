using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>
/// A disk of 24 MB in memory that one hub alone has: mounted in a name space of its own, which needs no privileges, and which is gone with the hub. From outside it is
/// reached through the hub's process.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Mount = """mount -t tmpfs -o size=24m hale "$0" && """;

    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>Starts a hub on the disk.</summary>
    public Task<HubProcess> StartAsync(CancellationToken cancel) => HubProcess.StartAsync(Folder, cancel, Within(""));

    /// <summary>Starts a hub on the disk after a preparation, and waits for its end.</summary>
    /// <param name="preparation">Shell commands, each followed by <c>&amp;&amp;</c>; <c>$0</c> is the disk's folder.</param>
    public Task<(int ExitCode, string Said)> EndsAsync(string preparation, CancellationToken cancel) => HubProcess.EndsAsync(Folder, cancel, Within(preparation));

    /// <summary>Takes all the room there is.</summary>
    public void Fill(HubProcess hub)
    {
        using var filler = new FileStream(Filler(hub), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = 1 << 20; size > 0; size /= 2)
        {
            try
            {
                while (true)
                    filler.Write(new byte[size]);
            }
            catch (IOException)
            {
                // There is no room for so much; for half of it there may be.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty(HubProcess hub) => File.Delete(Filler(hub));

    public void Dispose() => _folder.Dispose();

    private string Filler(HubProcess hub) => $"/proc/{hub.Id}/root{Folder}/filler";

    private string[] Within(string preparation) =>
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", $"""{Mount}{preparation}cd "$0" && exec "$@" """, Folder];
}
