using Hale.Health;
using Hale.Server.Metrics;

namespace Hale.Server.Tests.Metrics;

/// <summary>How many descriptors there are, and when a person is told that they run short.</summary>
public sealed class DescriptorsTests
{
    [Theory]
    [InlineData("Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 1048576              files     \n", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", null)]
    [InlineData("Max open files", null)]
    [InlineData("", null)]
    public void Limit_OfProc_IsTheSoftOne(string text, long? most) => Assert.Equal(most, Descriptors.Limit(text));

    [Theory]
    [InlineData(921, 1024L, true)]
    [InlineData(917, 1024L, false)]
    [InlineData(1_000_000, null, false)]
    public void Health_NearTheLimit_IsDegradedAndSaysWhatToDo(int open, long? most, bool degraded)
    {
        var health = OwnHealth.Of(new Descriptors(open, most));

        Assert.Equal(degraded ? HealthStatus.Degraded : HealthStatus.Healthy, health.Status);
        Assert.Equal(
            degraded
                ? "921 of 1024 file descriptors are open, and checks fail without one; raise the limit (ulimit -n, LimitNOFILE= of a unit) or lower max_checks"
                : null,
            health.Message);
    }

    [Fact]
    public void Now_AFileMore_IsOneMore()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Null(Descriptors.Now());
            return;
        }

        var held = Enumerable.Range(0, 500).Select(_ => File.OpenHandle("/dev/null")).ToList();
        Assert.InRange(Descriptors.Now()!.Value.Open, held.Count, int.MaxValue);
        held.ForEach(handle => handle.Dispose());
    }
}
