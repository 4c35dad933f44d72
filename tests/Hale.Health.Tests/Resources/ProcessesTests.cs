using Hale.Health.Resources;
using Hale.Tests.Kit;

namespace Hale.Health.Tests.Resources;

public sealed class ProcessesTests : IDisposable
{
    private readonly TempFolder _proc = new();
    private readonly ManualTime _time = new();

    public ProcessesTests() => File.WriteAllText(_proc["uptime"], "1000.50 1.00\n");

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData("python", "python", false, true)]
    [InlineData("python", "python3", false, false)]
    [InlineData("python", "python3", true, true)]
    [InlineData("python", "python3.11", true, true)]
    [InlineData("python3", "python3.11", true, true)]
    [InlineData("python3", "python31", true, false)]
    [InlineData("worker1", "worker12", true, false)]
    [InlineData("python", "pythonic", true, false)]
    [InlineData("python", "Python", true, false)]
    [InlineData("", "1", true, false)]
    public void Mean_AName_IsThatProgramOrAVersionOfIt(string wanted, string name, bool versions, bool meant) =>
        Assert.Equal(meant, ProcessNames.Mean(wanted, name, versions));

    [Fact]
    public void Named_AProcess_IsReadWhole()
    {
        Add(7, "nginx", cpu: (150, 50), started: 90_050, pages: 3);
        var found = Assert.Single(Named("nginx"));
        Assert.Equal(new ProcessCount(7, 90_050, TimeSpan.FromSeconds(2), 3L * Environment.SystemPageSize, TimeSpan.FromSeconds(100)), found);
    }

    [Fact]
    public void Named_ANameWithParenthesesAndBlanks_IsFound()
    {
        Add(7, "a) S 1 (b");
        Assert.Single(Named("a) S 1 (b"));
    }

    [Fact]
    public void Named_OneThatEndedAndWaitsForItsParent_IsNotThere()
    {
        Add(7, "nginx", state: "Z");
        Assert.Empty(Named("nginx"));
    }

    [Fact]
    public void Named_ByTheProgramsFile_IsFoundUnderBothNames()
    {
        Add(7, "renamed", program: "/usr/bin/worker");
        Add(8, "python3", program: "/usr/bin/python3.11 (deleted)");
        Assert.Equal(7, Assert.Single(Named("worker")).Id);
        Assert.Equal(7, Assert.Single(Named("renamed")).Id);
        Assert.Equal(8, Assert.Single(Named("python3.11")).Id);
    }

    [Fact]
    public void Named_ALongName_IsToldFromOneThatBeginsAlike()
    {
        Add(7, "prometheus-node", program: "/usr/bin/prometheus-node-exporter");
        Add(8, "prometheus-node", program: null);
        Assert.Equal([7, 8], Named("prometheus-node-exporter").Select(each => each.Id).Order());
        Assert.Equal(8, Assert.Single(Named("prometheus-node-other")).Id);
        Assert.Equal(8, Assert.Single(Named("prometheus-node")).Id);
    }

    [Fact]
    public void Of_AnId_IsThatProcessAndItsName()
    {
        Add(7, "nginx", program: "/usr/sbin/master");
        var processes = new LinuxProcesses(_proc.Path);
        var (count, names) = processes.Of(7)!.Value;
        Assert.Equal((7, "nginx master"), (count.Id, string.Join(' ', names)));
        Assert.Null(processes.Of(8));
    }

    [Fact]
    public async Task Meter_OverSeveral_SumsWhatTheyUsedMeanwhile()
    {
        Add(1, "web", cpu: (1000, 0), started: 10_050, pages: 1);
        Add(2, "web", cpu: (50, 50), started: 50_050, pages: 2);
        var meter = new ProcessMeter(_time, () => Named("web"));
        var reading = meter.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        // One goes on, one ends, one begins, and one of the same id as the one that ended has begun, too.
        Add(1, "web", cpu: (1010, 5), started: 10_050, pages: 4);
        Add(2, "web", cpu: (3, 0), started: 100_049, pages: 1);
        Add(3, "web", cpu: (2, 0), started: 100_049, pages: 1);
        _time.Advance(TimeSpan.FromMilliseconds(501));
        var use = (await reading)!;

        Assert.Equal((3, 6L * Environment.SystemPageSize, TimeSpan.FromSeconds(900)), (use.Count, use.MemoryBytes, use.Age));
        Assert.Equal(200 / 5.01, use.CpuPercent, 3);
    }

    [Fact]
    public async Task Meter_NoneIsThere_TellsNothingAtOnce() =>
        Assert.Null(await new ProcessMeter(_time, () => Named("web")).ReadAsync(TestContext.Current.CancellationToken));

    private IReadOnlyList<ProcessCount> Named(string name) => new LinuxProcesses(_proc.Path).Named(name, versions: false);

    private void Add(int id, string name, (int User, int System) cpu = default, int started = 0, int pages = 0, string state = "S", string? program = "/bin/other")
    {
        var folder = Directory.CreateDirectory(_proc[$"{id}"]).FullName;
        File.WriteAllText(Path.Combine(folder, "stat"), $"{id} ({name}) {state} 1 1 1 0 -1 0 0 0 0 0 {cpu.User} {cpu.System} 0 0 20 0 1 0 {started} 0 0 0\n");
        File.WriteAllText(Path.Combine(folder, "statm"), $"100 {pages} 0 0 0 0 0\n");
        File.Delete(Path.Combine(folder, "exe"));
        if (program is not null)
            File.CreateSymbolicLink(Path.Combine(folder, "exe"), program);
    }
}
