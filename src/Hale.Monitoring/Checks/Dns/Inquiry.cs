using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>One run of a DNS check: asks, and takes as an answer only what answers the question it asked.</summary>
internal sealed class Inquiry
{
    private const int MostAddresses = 4;
    private const int MostTries = 3;
    private const int Datagram = 4096;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly DnsQuestion _question;
    private readonly TimeSpan _pause;
    private readonly ushort _id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
    private readonly DnsJudge _judge;
    private string? _stray;

    // A datagram makes no connection: silence does not even tell that somebody is there.
    private bool _connected;

    public Inquiry(DnsCheckOptions options, Visit visit, TimeSpan timeout)
    {
        _question = options.Question;
        _judge = new(options, visit);
        _pause = timeout / MostTries < LongestPause ? timeout / MostTries : LongestPause;
        Visit = visit;
        visit.OutOfTime = () => visit.Trace.Stage == Stage.Asking ? Unanswered(timeout) : null;
    }

    public Visit Visit { get; }

    /// <summary>Asks one address of the resolver after the other until one can be asked.</summary>
    public async Task<Failure?> RunAsync(Dialer dialer, TimeProvider time, CancellationToken cancel)
    {
        var found = await dialer.AddressesAsync(Visit.Host, Visit.Trace, cancel);
        if (found.Addresses is not { } addresses)
            return found.Failure;
        Failure? failure = null;
        foreach (var end in addresses.Take(MostAddresses).Select(address => new IPEndPoint(address, Visit.Port)))
        {
            DnsMessage answer;
            try
            {
                answer = await AskAsync(end, time, cancel);
            }
            catch (SocketException error)
            {
                failure = Faults.Connecting(error.SocketErrorCode, end);
                continue;
            }

            if (!answer.Header.Truncated)
                return _judge.Of(answer);
            Visit.Trace.Note("the answer is too long for UDP; asked again over TCP");
            return await AskOverTcpAsync(dialer, end, cancel);
        }

        return failure;
    }

    private async Task<DnsMessage> AskAsync(IPEndPoint end, TimeProvider time, CancellationToken cancel)
    {
        (Visit.Trace.Stage, Visit.Trace.Address) = (Stage.Asking, end.Address);
        using var socket = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        // Connected, so that the system takes answers from nobody else, from a port nobody can guess.
        await socket.ConnectAsync(end, cancel);
        var asked = Visit.Trace.Now;
        var answer = await AskAsync(socket, extended: true, time, cancel);
        if (answer.Header.Code is DnsHeader.FormatError or DnsHeader.NotImplemented)
            answer = await AskAsync(socket, extended: false, time, cancel);
        Visit.Trace.FirstByte(asked, Visit.Trace.Now);
        return answer;
    }

    /// <summary>Sends the query, again after a while when nothing comes, and takes the first answer to it.</summary>
    private async Task<DnsMessage> AskAsync(Socket socket, bool extended, TimeProvider time, CancellationToken cancel)
    {
        var query = _question.Query(_id, extended);
        var mailbox = new Mailbox(socket, Datagram);
        for (var tries = 1; ; tries++)
        {
            await socket.SendAsync(query, cancel);
            using var pause = new CancellationTokenSource(tries < MostTries ? _pause : Timeout.InfiniteTimeSpan, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, pause.Token);
            try
            {
                return await HearAsync(mailbox, both.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                Visit.Trace.Note($"no answer within {Durations.Format(_pause)}; asked again");
            }
        }
    }

    private async Task<DnsMessage> HearAsync(Mailbox mailbox, CancellationToken cancel)
    {
        while (true)
            if (Answer((await mailbox.ReceiveAsync(cancel)).Span) is { } answer)
                return answer;
    }

    /// <summary>The answer to the question that was asked; null for anything else, which is not worth more than a note.</summary>
    private DnsMessage? Answer(ReadOnlySpan<byte> bytes)
    {
        if (!DnsHeader.TryRead(bytes, out var header) || !header.IsAnswer)
            return Stray("what it sends is no DNS answer");
        if (header.Id != _id)
            return Stray("it answers another question");

        // What was cut to fit may end anywhere; it is asked for again.
        if (header.Truncated)
            return new(header, null, []);
        if (!DnsMessage.TryRead(bytes, out var message))
            return Stray("its answer breaks the DNS format");
        return _question.IsAnsweredBy(message!) ? message : Stray("it answers another question");
    }

    private DnsMessage? Stray(string why)
    {
        if (_stray is null)
            Visit.Trace.Note($"ignored a datagram: {why}");
        _stray = why;
        return null;
    }

    private async Task<Failure?> AskOverTcpAsync(Dialer dialer, IPEndPoint end, CancellationToken cancel)
    {
        var dialed = await dialer.ConnectAsync(end.Address.ToString(), end.Port, Visit.Trace, cancel);
        if (dialed.Socket is not { } socket)
            return dialed.Failure;
        Visit.Trace.Stage = Stage.Asking;
        _connected = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var query = _question.Query(_id, extended: false);
        await stream.WriteAsync((byte[])[(byte)(query.Length >> 8), (byte)query.Length, .. query], cancel);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancel);
        var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        if (await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel) < bytes.Length)
            return new(FailureKind.Protocol, $"{Visit.Peer} sent half an answer over TCP");
        return Answer(bytes) is { Header.Truncated: false } answer ? _judge.Of(answer) : NoAnswer(_stray ?? "its answer over TCP is truncated");
    }

    private Failure Unanswered(TimeSpan timeout) => _stray is { } why
        ? NoAnswer(why)
        : new(FailureKind.Timeout, $"no answer from {Visit.Peer} within {Durations.Format(timeout)} (slow response)", Soft: _connected);

    private Failure NoAnswer(string why) => new(FailureKind.Protocol, $"{Visit.Peer} gave no answer that can be used: {why}");
}
