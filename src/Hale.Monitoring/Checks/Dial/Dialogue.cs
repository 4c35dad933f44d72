using System.Net.Security;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>What came of looking for a message at the front of some bytes.</summary>
internal enum Reading
{
    /// <summary>What is there may become one.</summary>
    Partial,

    /// <summary>There is one.</summary>
    Whole,

    /// <summary>What is there can't become one.</summary>
    Broken,
}

/// <summary>Looks for a message at the front of some bytes. Keeps nothing, never throws, and never takes more than there is.</summary>
/// <param name="message">The message, once it is whole.</param>
/// <param name="length">How many bytes it took.</param>
internal delegate Reading Reader<T>(ReadOnlySpan<byte> bytes, out T? message, out int length);

/// <summary>A message, or why none came.</summary>
internal readonly record struct Heard<T>(T? Message, Failure? Failure);

/// <summary>The two ways of a connection: sends bytes, and hears one message after another, each whole and none longer than a bound.</summary>
/// <param name="protocol">Whose messages they are, for a person: <c>Redis's protocol</c>.</param>
/// <param name="most">The longest message, in bytes.</param>
internal sealed class Dialogue(Stream stream, Visit visit, string protocol, int most)
{
    private const int MostOfAll = 1 << 20;
    private byte[] _bytes = new byte[Math.Min(1024, most)];
    private int _start;
    private int _end;
    private int _heard;
    private long? _asked;

    /// <summary>Whether a megabyte was heard, which is enough of anything: no more is read.</summary>
    public bool Spent => _heard >= MostOfAll;

    /// <summary>The wait for the first byte begins here.</summary>
    public void Time() => _asked = visit.Trace.Now;

    public async ValueTask<Failure?> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await stream.WriteAsync(bytes, cancel);
            return null;
        }
        catch (IOException error) when (OfTls(error))
        {
            return Faults.BrokenTls(error, visit.Host, visit.Port);
        }
    }

    /// <summary>The next message.</summary>
    public async ValueTask<Heard<T>> HearAsync<T>(Reader<T> reader, CancellationToken cancel) where T : class
    {
        while (true)
        {
            var reading = reader(_bytes.AsSpan(_start, _end - _start), out var message, out var length);
            if (reading == Reading.Whole)
            {
                _start += length;
                return new(message, null);
            }

            if (reading == Reading.Broken)
                return new(null, Protocol($"the answer is not {protocol}"));
            if (_end - _start >= most)
                return new(null, Protocol($"the answer holds a message of more than {most / 1024} kB"));
            if (await FillAsync(cancel) is { } failure)
                return new(null, failure);
        }
    }

    /// <summary>Reads what comes next behind what is there.</summary>
    private async ValueTask<Failure?> FillAsync(CancellationToken cancel)
    {
        if (Spent)
            return Protocol("the answer goes on for more than a megabyte");
        MakeRoom();
        int read;
        try
        {
            read = await stream.ReadAsync(_bytes.AsMemory(_end), cancel);
        }
        catch (IOException error) when (OfTls(error))
        {
            return Faults.BrokenTls(error, visit.Host, visit.Port);
        }

        if (read == 0)
            return _start == _end ? Faults.ClosedEarly(visit.Host, visit.Port) : Protocol("the answer was cut short");
        _end += read;
        _heard += read;
        if (_asked is { } asked)
            visit.Trace.FirstByte(asked, visit.Trace.Now);
        _asked = null;
        return null;
    }

    private void MakeRoom()
    {
        if (_end < _bytes.Length)
            return;
        var kept = _bytes.AsSpan(_start, _end - _start);
        var to = kept.Length > _bytes.Length / 2 ? new byte[Math.Min(2 * _bytes.Length, most)] : _bytes;
        kept.CopyTo(to);
        (_bytes, _start, _end) = (to, 0, kept.Length);
    }

    /// <summary>Whether it was TLS that broke, and not the connection below it.</summary>
    private bool OfTls(IOException error) => stream is SslStream && Faults.Of(error) is null;

    private static Failure Protocol(string message) => new(FailureKind.Protocol, $"{message} (protocol error)");
}
