using System.Text;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Postgres;

/// <summary>What is no PostgreSQL, or a broken or hostile one.</summary>
public sealed class PostgresRudeTests
{
    private const string Secret = "hunter2";
    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [InlineData("-ERR unknown command\r\n")]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("NN")]
    [InlineData("SS")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("Rxxxxxxxxxxxx")]
    public Task Garbage_IsHardProtocol(string bytes) => FailsAsync("hard Protocol: the answer is not PostgreSQL's protocol (protocol error)", visit => visit.SendAsync(bytes), "");

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("R\0\0\0\u0003")]
    [InlineData("R\0\0\0\u0004")]
    [InlineData("R\0\0\0\u0008\0\0\0\u000b")]
    [InlineData("Z\0\0\0\u0005I")]
    [InlineData("Z\0\0\0\u0005IR\0\0\0\u0008\0\0\0\0")]
    [InlineData("Q\u007f\0\0\0")]
    public async Task Garbage_InsteadOfALogin_IsHardProtocol(string bytes) =>
        await FailsAsync("hard Protocol: the answer is not PostgreSQL's protocol (protocol error)", Answer(bytes), LoggingIn);

    [Theory]
    [InlineData("")]
    [InlineData("N")]
    public Task ClosedBeforeAnAnswer_IsHardReset(string bytes) => FailsAsync(
        "hard Reset: 127.0.0.1:PORT closed the connection before the first byte of an answer",
        async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync(bytes);
            if (bytes.Length > 0)
                await visit.ReadSomeAsync();
        },
        "");

    [Fact]
    public Task Reset_IsHardReset() => FailsAsync(
        "hard Reset: 127.0.0.1:PORT reset the connection",
        async visit =>
        {
            await visit.ReadSomeAsync();
            visit.Reset();
        },
        "");

    [Theory]
    [InlineData("R\0\0\0\u0008\0\0")]
    [InlineData("R\0\0")]
    [InlineData("E\0\0\0\u0064SFATAL\0")]
    public Task HalfAnAnswer_IsHardProtocol(string bytes) => FailsAsync("hard Protocol: the answer was cut short (protocol error)", Answer(bytes), "?sslmode=disable");

    [Fact]
    public Task HalfAnAnswer_AndSilence_IsSoftTimeout() => FailsAsync(
        "soft Timeout: no answer within 3s after connecting (slow response)",
        async visit =>
        {
            await Answer("R\0\0")(visit);
            await visit.HangAsync();
        },
        "?sslmode=disable",
        TimeSpan.FromSeconds(3));

    [Theory]
    [InlineData("R\u007f\u00ff\u00ff\u00ff\0\0\0\0")]
    [InlineData("S\u0010\0\0\0\0\0\0\0")]
    public Task AMessageOfGigabytes_IsHardProtocol(string bytes) =>
        FailsAsync("hard Protocol: the answer is not PostgreSQL's protocol (protocol error)", Answer(bytes), LoggingIn);

    [Fact]
    public Task NoticesWithoutEnd_AreHardProtocol() => FailsAsync(
        "hard Protocol: the answer goes on for more than a megabyte (protocol error)",
        async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.FloodAsync("N\0\0\u0010\0" + new string('x', 4092));
        },
        "?sslmode=disable");

    [Fact]
    public Task NoProcessToSpare_IsRejecting() => FailsAsync(
        "hard Body: 127.0.0.1:PORT - rejecting connections: could not fork new process for connection: Cannot allocate memory",
        Answer("Ecould not fork new process for connection: Cannot allocate memory\n\0"),
        "");

    [Fact]
    public Task NoProcessToSpare_WithAPassword_IsARefusedLogin() => FailsAsync(
        "hard Auth: 127.0.0.1:PORT - rejecting connections: could not fork new process", Answer("Ecould not fork new process\n\0"), "LOGIN");

    [Fact]
    public Task ErrorThatSaysThePasswordBack_IsToldWithoutIt() => FailsAsync(
        "hard Auth: the login was refused: no such password as ***, ann  ", Answer(Error($"no such password as {Secret.ToUpperInvariant()}, ann\u0007\u001b")), LoggingIn);

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public Task AnotherWayToLogIn_IsHardAuth(int way) => FailsAsync(
        "hard Auth: the server asks for a login other than with a password, such as by Kerberos; Hale has only a password",
        Answer($"R\0\0\0\u0008\0\0\0{(char)way}"),
        LoggingIn);

    [Fact]
    public Task ScramWithEndlessHashing_IsRefused() => FailsAsync(
        "hard Auth: the server asks for 2000000000 rounds of hashing; at most 1000000 are done for it", Scram("i=2000000000"), LoggingIn);

    [Theory]
    [InlineData("i=4096", "\0")]
    [InlineData("i=4096", "\u000cv=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("i=4096", "\u000cv=!!!!")]
    public Task ScramByOneWhoDoesNotKnowThePassword_IsHardAuth(string rounds, string then) =>
        FailsAsync("hard Auth: the server did not prove that it knows the password", Scram(rounds, then), LoggingIn);

    [Theory]
    [InlineData("i=0")]
    [InlineData("i=-1")]
    [InlineData("i=99999999999")]
    [InlineData("s=")]
    [InlineData("s=%%%")]
    [InlineData("r=other")]
    public Task ScramThatIsNone_IsHardProtocol(string part) =>
        FailsAsync("hard Protocol: the answer is not PostgreSQL's protocol (protocol error)", Scram("i=4096," + part), LoggingIn);

    private const string LoggingIn = "LOGIN?sslmode=disable";

    private static Func<RawVisit, Task> Answer(string bytes) => async visit =>
    {
        await visit.ReadSomeAsync();
        await visit.Stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
    };

    /// <summary>A server that begins SCRAM well, challenges with what is given, and goes on to say something.</summary>
    private static Func<RawVisit, Task> Scram(string parts, string then = "") => async visit =>
    {
        await Answer(Message('R', "\0\0\0\u000aSCRAM-SHA-256\0\0"))(visit);
        var heard = new byte[1000];
        var length = await visit.Stream.ReadAsync(heard);
        var nonce = Encoding.ASCII.GetString(heard, 0, length).Split("r=")[1];
        await visit.SendAsync(Message('R', $"\0\0\0\u000br={nonce}more,s=c2FsdA==,{parts}"));
        if (then.Length > 0)
            await Answer(Message('R', "\0\0\0" + then))(visit);
    };

    /// <summary>A message of fewer than 128 bytes.</summary>
    private static string Message(char type, string body) => $"{type}\0\0\0{(char)(body.Length + 4)}{body}";

    private static string Error(string message) => Message('E', $"SFATAL\0C28P01\0M{message}\0\0");

    /// <param name="rest">Behind the URL's port; <c>LOGIN</c> in front of it gives the URL a password.</param>
    private static async Task FailsAsync(string expected, Func<RawVisit, Task> script, string rest, TimeSpan? timeout = null)
    {
        await using var site = RawSite.Start(script);
        var login = rest.StartsWith("LOGIN", StringComparison.Ordinal) ? $"ann:{Secret}@" : "ann@";
        var seen = await Probe.RunAsync($"postgres://{login}127.0.0.1:{site.Port}/db{rest.Replace("LOGIN", "", StringComparison.Ordinal)}", timeout: timeout);
        Assert.Equal(expected.Replace("PORT", $"{site.Port}", StringComparison.Ordinal), $"{seen.Failure?.Kind()}: {seen.Failure?.Message}");
        Assert.DoesNotContain(Secret, seen.Failure!.Message + string.Concat(seen.Evidence), StringComparison.OrdinalIgnoreCase);
    }
}
