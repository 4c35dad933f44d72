using System.Diagnostics;
using System.Security.Cryptography;

namespace Hale.Tests.Kit;

/// <summary>A program of the system's, run under a name that no other process has.</summary>
public sealed class NamedProgram : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private NamedProgram(ServerProcess process, string name) => (_process, Name) = (process, name);

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>A name of a process that there is none of, short enough for the kernel to keep it whole.</summary>
    public static string SomeName() => $"hale-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>Runs a shell.</summary>
    /// <param name="ready">Whether it has come as far as it should, by its id; at once when null.</param>
    public static async Task<NamedProgram> ShellAsync(string script, Func<int, bool>? ready = null)
    {
        var folder = Directory.CreateTempSubdirectory("hale-program-");
        var (name, id) = (SomeName(), 0);
        var path = Path.Combine(folder.FullName, name);
        // A copy made here would be open for writing in whatever this process starts meanwhile, and could not be run.
        using (var copying = Process.Start("cp", ["/bin/sh", path]))
            await copying.WaitForExitAsync();
        var start = new ProcessStartInfo(path, ["-c", script + "\n:"]);
        return new(await ServerProcess.StartAsync(start, "dash", folder, () => Task.FromResult(ready is null || ready(id = id > 0 ? id : Find(name)))), name);
    }

    public Task FreezeAsync() => _process.FreezeAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int Find(string name)
    {
        var found = Process.GetProcessesByName(name);
        var id = found.FirstOrDefault()?.Id ?? 0;
        Array.ForEach(found, each => each.Dispose());
        return id;
    }
}
