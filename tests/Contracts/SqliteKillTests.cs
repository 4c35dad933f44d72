using System.Diagnostics;
using Hale.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Hale.Contracts.Tests;

/// <summary>SQLite under kills, and under power cuts: what the disk holds at a random instant opens, is sound, and has all that was acknowledged by then.</summary>
public sealed class SqliteKillTests(ITestOutputHelper output) : KillContract(output), IDisposable
{
    private const int Cuts = 40;

    private readonly TempFolder _folder = new();
    private readonly ITestOutputHelper _output = output;

    private protected override ValueTask<string> AtAsync() => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_CopiedAtRandomInstants_OpenAndAreConsistent()
    {
        var random = Random(_output);
        var (acknowledged, torn) = (new long[Cuts], 0);
        using var copies = new TempFolder();
        await using (var feeder = FeederProcess.Start())
        {
            await feeder.BeginAsync(_folder.Path, 0, every: 20);
            for (var cut = 0; cut < Cuts; cut++)
            {
                for (var ticks = 20 + random.Next(60); ticks > 0; ticks--)
                    await feeder.TickAsync(Cancel);
                Thread.SpinWait(random.Next(20_000));
                acknowledged[cut] = feeder.Acknowledged;
                await CopyStoppedAsync(feeder.Id, Directory.CreateDirectory(copies[$"{cut}"]).FullName, Cancel);
            }
        }

        for (var cut = 0; cut < Cuts; cut++)
        {
            torn += Tear(copies[$"{cut}"], random) ? 1 : 0;
            await SoundAsync(copies[$"{cut}"], acknowledged[cut], $"cut {cut}");
        }

        _output.WriteLine($"{acknowledged[^1]} results acknowledged at the last of {Cuts} cuts; in {torn} the log ended in what was not synced");
    }

    /// <summary>All files at one instant: the process stands still meanwhile.</summary>
    private async Task CopyStoppedAsync(int process, string to, CancellationToken cancel)
    {
        await SignalAsync("-STOP", process, cancel);
        await ServerProcess.StillAsync(process);
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "hale.db*"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        await SignalAsync("-CONT", process, cancel);
    }

    /// <summary>
    /// What was written to the log after the last commit was not synced, and a power cut leaves anything of it: it is cut short, or garbled. The index
    /// (https://www.sqlite.org/walformat.html#the_wal_index_header) says how far commits go; it lives in memory, so that it is gone too.
    /// </summary>
    private static bool Tear(string folder, Random random)
    {
        var (log, index) = (Path.Combine(folder, "hale.db-wal"), Path.Combine(folder, "hale.db-shm"));
        if (!File.Exists(log) || !File.Exists(index))
            return false;
        var header = File.ReadAllBytes(index);
        File.Delete(index);
        var pageSize = BitConverter.ToUInt16(header, 14);
        var synced = 32 + BitConverter.ToUInt32(header, 16) * (24L + pageSize);
        using var file = File.Open(log, FileMode.Open);
        if (file.Length <= synced)
            return false;
        if (random.Next(2) == 0)
        {
            file.SetLength(synced + random.NextInt64(file.Length - synced));
            return true;
        }

        var noise = new byte[file.Length - synced];
        random.NextBytes(noise);
        file.Position = synced;
        file.Write(noise);
        return true;
    }

    private static async Task SoundAsync(string folder, long acknowledged, string when)
    {
        await using (var place = await Place.OpenAsync(folder))
            await new Ledger().VerifyAsync(place, acknowledged, when);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "hale.db")};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", check.ExecuteScalar());
    }

    private static async Task SignalAsync(string signal, int process, CancellationToken cancel)
    {
        using var kill = Process.Start("kill", [signal, $"{process}"]);
        await kill.WaitForExitAsync(cancel);
    }
}
