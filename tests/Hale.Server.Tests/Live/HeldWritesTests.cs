using System.Text;
using Hale.Server.Api;

namespace Hale.Server.Tests.Live;

public sealed class HeldWritesTests
{
    private readonly Wire _wire = new();

    [Fact]
    public async Task Write_WithoutHold_GoesAtOnce()
    {
        await using var held = new HeldWrites(_wire);
        await WriteAsync(held, "a");
        await WriteAsync(held, "b");

        Assert.Equal(["a", "b"], _wire.Writes);
    }

    [Fact]
    public async Task Write_WhileHeld_WaitsAndGoesWithTheNext()
    {
        await using var held = new HeldWrites(_wire) { Hold = true };
        await WriteAsync(held, "a");
        await WriteAsync(held, "b");
        await held.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_wire.Writes);

        held.Hold = false;
        await WriteAsync(held, "c");
        await WriteAsync(held, "d");

        Assert.Equal(["abc", "d"], _wire.Writes);
    }

    private static ValueTask WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>A connection that remembers what was written to it at a time.</summary>
    private sealed class Wire : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(Encoding.UTF8.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
