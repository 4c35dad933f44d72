using System.Diagnostics;
using System.Globalization;
using Hale.Server.Storage;
using Hale.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Hale.Contracts.Tests;

/// <summary>The writer is killed at some point of its work, again and again on the same data: what it had acknowledged is there, and the data are sound.</summary>
public sealed class CrashTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Rounds = 50;

    private readonly Dictionary<char, HashSet<long>> _acknowledged = new() { ['d'] = [], ['h'] = [], ['m'] = [], ['s'] = [] };

    [Fact]
    public Task Writer_KilledFiftyTimes_LosesNothingAcknowledged() => KillAsync(null);

    [Fact]
    public async Task WriterOnPostgres_KilledFiftyTimes_LosesNothingAcknowledged() => await KillAsync(await postgres.Server.DatabaseAsync());

    private async Task KillAsync(string? database)
    {
        var seed = Environment.TickCount & 0xFFFF;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TempFolder();
        for (var round = 0; round < Rounds; round++)
        {
            await RunAndKillAsync(folder.Path, database, round + 1, 1 + random.Next(120));
            await VerifyAsync(folder.Path, database, round);
        }

        output.WriteLine(string.Join(", ", _acknowledged.Select(pair => $"{pair.Value.Count} {pair.Key}")));
    }

    private async Task RunAndKillAsync(string path, string? database, int seed, int lines)
    {
        string[] arguments = ["--write", path, seed.ToString(CultureInfo.InvariantCulture), .. database is null ? (string[])[] : [database]];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        using var writer = Process.Start(start)!;
        for (var i = 0; i < lines; i++)
            Acknowledge(await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        writer.Kill();
        // What it still said before it died was acknowledged too; a line cut short was not.
        var rest = await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var line in rest.Split('\n')[..^1])
            Acknowledge(line);
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private void Acknowledge(string? line)
    {
        Assert.True(line is { Length: > 2 }, "the writer ended by itself");
        _acknowledged[line[0]].Add(long.Parse(line.AsSpan(2), CultureInfo.InvariantCulture));
    }

    /// <summary>Of what was acknowledged every sample is there, and of anything none twice.</summary>
    private async Task VerifySamplesAsync(Stores stores, CancellationToken cancel)
    {
        var book = CrashWriter.Book(stores);
        await book.LoadAsync(cancel);
        var found = new Dictionary<long, HashSet<long>>();
        foreach (var name in CrashWriter.Series)
        {
            foreach (var sample in (await book.SamplesAsync(name, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancel)).SelectMany(part => part.ToArray()))
            {
                if (!found.TryGetValue((long)sample.Value, out var times))
                    found.Add((long)sample.Value, times = []);
                Assert.True(times.Add(sample.At), $"{sample.At} twice");
            }
        }

        Assert.All(_acknowledged['m'], n => Assert.Equal(CrashWriter.SamplesOf(n), found.GetValueOrDefault(n)?.Count));
    }

    private async Task VerifyAsync(string path, string? database, int round)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = DataFolder.Claim(path, "http://127.0.0.1:2", TimeProvider.System);
        await using var stores = await CrashWriter.OpenAsync(folder, database);
        var declared = (await stores.Registry.LoadAsync(cancel)).Select(each => long.Parse(each.Id.AsSpan(2), CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Subset(declared, _acknowledged['d']);
        var events = (await stores.History.EventsAsync(["k-0"], null, int.MaxValue, cancel)).Select(each => long.Parse(each.Event.Step.Message!, CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Subset(events, _acknowledged['h']);
        var rows = (await stores.History.LoadAsync(cancel)).Rows.Select(row => row.Number).ToHashSet();
        // Written together or not at all.
        Assert.True(rows.SetEquals(events), $"round {round}: a batch was torn");
        await VerifySamplesAsync(stores, cancel);
        Assert.True(await stores.Sequence.ReserveAsync(1, cancel) > _acknowledged['s'].DefaultIfEmpty().Max());
        if (database is null)
            Assert.Equal("ok", Soundness(folder.Database));
    }

    private static object? Soundness(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return check.ExecuteScalar();
    }
}
