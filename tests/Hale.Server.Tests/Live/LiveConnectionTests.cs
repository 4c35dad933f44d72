using System.Text;
using Hale.Server.Api;

namespace Hale.Server.Tests.Live;

public sealed class LiveConnectionTests
{
    private readonly Wire _wire = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_WhileAnotherIsUnderWay_WaitsForItsTurn()
    {
        await using var connection = new LiveConnection(_wire);
        var first = WriteAsync(connection, "a");
        var second = WriteAsync(connection, "b");
        var flush = connection.FlushAsync(Cancel);

        Assert.Equal(["a"], _wire.Told);
        _wire.Go.SetResult();
        await Task.WhenAll(first, second, flush);

        Assert.Equal(["a", "b", "flush"], _wire.Told);
    }

    [Fact]
    public async Task Write_GivenUpWhileItWaits_LeavesTheTurnToTheNext()
    {
        await using var connection = new LiveConnection(_wire);
        using var impatient = new CancellationTokenSource();
        var first = WriteAsync(connection, "a");
        var second = connection.WriteAsync("b"u8.ToArray(), impatient.Token).AsTask();
        var third = WriteAsync(connection, "c");

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _wire.Go.SetResult();
        await Task.WhenAll(first, third);

        Assert.Equal(["a", "c"], _wire.Told);
    }

    private static Task WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), Cancel).AsTask();

    /// <summary>A connection that takes the next write once it is told to, and remembers what came.</summary>
    private sealed class Wire : MemoryStream
    {
        public TaskCompletionSource Go { get; } = new();

        public List<string> Told { get; } = [];

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Told.Add(Encoding.UTF8.GetString(buffer.Span));
            await Go.Task;
        }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Told.Add("flush");
            return Task.CompletedTask;
        }
    }
}
