using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Checks.Http.Quick;

namespace Hale.Monitoring.Tests.Checks.Http.Quick;

/// <summary>Answers as they come over the wire, whole and in pieces.</summary>
public sealed class ReplyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData(Ok + "Content-Length: 2\r\n\r\nhi", "Whole 200 hi")]
    [InlineData(Ok + "content-length:2 \r\n\r\nhi and more", "Whole 200 hi")]
    [InlineData(Ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", "Whole 200 hi")]
    [InlineData("HTTP/1.0 404\nContent-Length: 2\n\nhi", "Whole 404 hi")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "Whole 204 ")]
    [InlineData("HTTP/1.1 304 \r\n\r\n", "Whole 304 ")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\n" + Ok + "Content-Length: 2\r\n\r\nhi", "Whole 200 hi")]
    [InlineData("HTTP/1.1 101 Switching\r\n\r\n", "Whole 101 ")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n3;x=y\r\n yo\r\n0\r\nTrailer: x\r\n\r\n", "Whole 200 hi yo")]
    [InlineData(Ok + "Transfer-Encoding: gzip, chunked\r\nContent-Length: 7\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", "Whole 200 0123456789")]
    [InlineData(Ok + "X: a\r\n b\r\nContent-Length: 0\r\n\r\n", "Whole 200 ")]
    [InlineData(Ok + "\r\nuntil the end", "More 200 until the end")]
    [InlineData(Ok + "Content-Length: 20\r\n\r\nhi", "More 200 hi")]
    [InlineData(Ok + "Content-Le", "More 0 ")]
    [InlineData("HTT", "More 0 ")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "NotHttp 0 ")]
    [InlineData("\0\u0001\u0002", "NotHttp 0 ")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n", "NotHttp 0 ")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", "NotHttp 0 ")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n", "NotHttp 0 ")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n", "NotHttp 0 ")]
    [InlineData("HTTP/1.1\r\n\r\n", "NotHttp 0 ")]
    [InlineData(Ok + "no colon\r\n\r\n", "NotHttp 0 ")]
    [InlineData(Ok + ": no name\r\n\r\n", "NotHttp 0 ")]
    [InlineData(Ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi", "NotHttp 0 ")]
    [InlineData(Ok + "Content-Length: -1\r\n\r\n", "NotHttp 0 ")]
    [InlineData(Ok + "Content-Length: 99999999999999999999\r\n\r\n", "NotHttp 0 ")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "NotHttp 200 ")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi!\r\n", "NotHttp 200 hi")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n-2\r\nhi\r\n", "NotHttp 200 ")]
    public void Answer_HoweverItIsSplit_IsReadAlike(string bytes, string expected)
    {
        var all = Encoding.Latin1.GetBytes(bytes);
        Assert.Equal(expected, Read(all, all.Length));
        Assert.Equal(expected, Read(all, 1));
        Assert.Equal(expected, Read(all, 7));
    }

    [Fact]
    public void Header_GivenThousandsOfTimes_CostsNoMoreThanItIsLong()
    {
        var reply = new Reply();
        reply.Begin(head: false);
        Feed(reply, Encoding.Latin1.GetBytes($"{Ok}{string.Concat(Enumerable.Repeat("a:b\r\n", 10_000))}\r\n"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = reply.Find("A");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 2 << 20);
        Assert.Equal(29_998, found!.Length);
    }

    [Fact]
    public void Answer_ToHead_HasNoBody()
    {
        var reply = new Reply();
        reply.Begin(head: true);
        Assert.Equal(Progress.Whole, Feed(reply, Encoding.Latin1.GetBytes(Ok + "Content-Length: 20\r\n\r\n")));
    }

    [Theory]
    [InlineData(Ok + "\r\nall", Progress.Whole)]
    [InlineData(Ok + "Content-Length: 20\r\n\r\nhi", Progress.CutShort)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", Progress.CutShort)]
    [InlineData(Ok + "Content-Le", Progress.CutShort)]
    public void End_OfTheConnection_IsTheBodysWhereNothingElseTells(string bytes, object expected)
    {
        var reply = new Reply();
        reply.Begin(head: false);
        Assert.Equal(Progress.More, Feed(reply, Encoding.Latin1.GetBytes(bytes)));
        Assert.Equal(expected, reply.End());
    }

    [Theory]
    [InlineData("Content-Length: 5000000\r\n\r\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "4C4B40\r\n")]
    public void Body_OfManyMegabytes_IsCutAfterTheFirst(string headers, string before)
    {
        var reply = new Reply();
        reply.Begin(head: false);
        Assert.Equal(Progress.More, Feed(reply, Encoding.Latin1.GetBytes(Ok + headers + before)));
        var piece = new byte[100_000];
        var fed = 0;
        while (Feed(reply, piece) == Progress.More)
            fed += piece.Length;
        Assert.InRange(fed, 1, 1 << 20);
        Assert.Equal(1 << 20, reply.Answer.Body.Length);
        Assert.True(reply.Answer.Cut);
    }

    [Theory]
    [InlineData(Ok, "X: ")]
    [InlineData(Ok, "X: y\r\n")]
    [InlineData("HTTP/1.1 ", "")]
    public void Head_WithoutEnd_IsTooLong(string begin, string each)
    {
        var reply = new Reply();
        reply.Begin(head: false);
        var progress = Feed(reply, Encoding.Latin1.GetBytes(begin));
        for (var fed = 0; progress == Progress.More; fed += 1000)
        {
            progress = Feed(reply, Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(each.Length > 3 ? each : each + "x", 200))));
            Assert.InRange(fed, 0, 1_000_000);
        }

        Assert.Equal(Progress.HeadTooLong, progress);
    }

    [Fact]
    public void Interim_AnswersWithoutEnd_AreNoHttp()
    {
        var reply = new Reply();
        reply.Begin(head: false);
        var one = Encoding.Latin1.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");
        var fed = 0;
        while (Feed(reply, one) == Progress.More)
            Assert.InRange(++fed, 0, 100);
        Assert.Equal(0, reply.Status);
    }

    [Fact]
    public void Header_ByItsName_IsFoundIgnoringCaseAndJoined()
    {
        var reply = new Reply();
        reply.Begin(head: false);
        Feed(reply, Encoding.Latin1.GetBytes(Ok + "Content-Type:\ttext/plain \r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 0\r\n\r\n"));
        Assert.Equal("text/plain", reply.Find("content-type"));
        Assert.Equal("a=1, b=2", reply.Find("Set-Cookie"));
        Assert.Null(reply.Find("Content"));
        Assert.Null(reply.Find("HTTP/1.1 200 OK"));
    }

    [Fact]
    public void Chunks_AnySplitOfAnyBody_AreReadWhole() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(), ArbMap.Default.ArbFor<PositiveInt>(),
        (sizes, step) =>
        {
            var body = new StringBuilder();
            var sent = new StringBuilder(Ok + "Transfer-Encoding: chunked\r\n\r\n");
            foreach (var size in sizes.Get)
            {
                var chunk = new string((char)('a' + (size.Get % 26)), size.Get);
                body.Append(chunk);
                sent.Append(System.Globalization.CultureInfo.InvariantCulture, $"{size.Get:x}\r\n{chunk}\r\n");
            }

            return Read(Encoding.Latin1.GetBytes(sent.Append("0\r\n\r\n").ToString()), step.Get) == $"Whole 200 {body}";
        }).QuickCheckThrowOnFailure();

    private static string Read(byte[] bytes, int step)
    {
        var reply = new Reply();
        reply.Begin(head: false);
        var progress = Progress.More;
        for (var at = 0; at < bytes.Length && progress == Progress.More; at += step)
            progress = Feed(reply, bytes.AsSpan(at, Math.Min(step, bytes.Length - at)));
        return $"{progress} {reply.Status} {(reply.Status == 0 ? "" : Encoding.Latin1.GetString(reply.Answer.Body.Span))}";
    }

    private static Progress Feed(Reply reply, ReadOnlySpan<byte> bytes)
    {
        var progress = Progress.More;
        while (!bytes.IsEmpty && progress == Progress.More)
        {
            var space = reply.Space.Span;
            var some = bytes[..Math.Min(space.Length, bytes.Length)];
            some.CopyTo(space);
            progress = reply.Take(some.Length);
            bytes = bytes[some.Length..];
        }

        return progress;
    }
}
