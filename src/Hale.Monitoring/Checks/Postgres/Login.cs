using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>Logs in with a password, in whichever of PostgreSQL's own ways the server asks for it.</summary>
internal sealed class Login(PostgresCheckOptions options, Salted salted, Dialogue dialogue)
{
    private readonly Scram _scram = new();
    private bool _scramBegun;
    private bool _in;

    /// <summary>The server's version, once it said so.</summary>
    public string? Version { get; private set; }

    /// <summary>What a query of this connection is given up with; empty until the server said so.</summary>
    public byte[] CancelKey { get; private set; } = [];

    /// <summary>Goes on until the server is ready for a query; else why it will not be.</summary>
    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var heard = await dialogue.HearAsync<PostgresMessage>(PostgresReader.Message, cancel);
            if (heard.Message is not { } message)
                return heard.Failure;
            if (message.Type == 'Z' && _in)
                return null;
            var (reply, failure) = Next(message);
            if (failure is not null)
                return failure;
            if (reply is not null && await dialogue.SendAsync(reply, cancel) is { } broken)
                return broken;
        }
    }

    /// <summary>What a message is answered with; or why there is no going on.</summary>
    private (byte[]? Reply, Failure? Failure) Next(PostgresMessage message)
    {
        switch (message.Type)
        {
            case 'R' when message.Body.Length >= 4 && !_in:
                return Authenticate(BinaryPrimitives.ReadInt32BigEndian(message.Body), message.Body.AsSpan(4));
            case 'E':
                return (null, PostgresFaults.Refused(options, PostgresReader.Error(message.Body)));
            case 'S' when PostgresReader.Parameter(message.Body) is ("server_version", var version):
                Version = Quoted.Of(version);
                return default;
            case 'K':
                CancelKey = message.Body;
                return default;
            case 'S' or 'N' or 'v':
                return default;
            default:
                return (null, PostgresFaults.NotSpoken());
        }
    }

    private (byte[]? Reply, Failure? Failure) Authenticate(int way, ReadOnlySpan<byte> body)
    {
        switch (way)
        {
            case 0:
                _in = !_scramBegun || _scram.Proved;
                return (null, _in ? null : Unproved());
            case 3:
                return (PostgresWriter.Password(options.Url.Password!), null);
            case 5 when body.Length == 4:
                return (PostgresWriter.Password(Md5(body)), null);
            case 10 when PostgresReader.Texts(body).Contains(Scram.Mechanism):
                _scramBegun = true;
                return (PostgresWriter.SaslFirst(Scram.Mechanism, _scram.First), null);
            case 11 when _scramBegun:
                return Answer(Encoding.UTF8.GetString(body));
            case 12:
                return (null, _scram.Prove(Encoding.UTF8.GetString(body)) ? null : Unproved());
            case 2 or 6 or 7 or 9 or 10:
                return (null, PostgresFaults.Login("the server asks for a login other than with a password, such as by Kerberos; Hale has only a password"));
            default:
                return (null, PostgresFaults.NotSpoken());
        }
    }

    private (byte[]? Reply, Failure? Failure) Answer(string text)
    {
        if (_scram.Challenge(text) is not { } challenge)
            return (null, PostgresFaults.NotSpoken());
        return challenge.Rounds <= ScramChallenge.MostRounds
            ? (PostgresWriter.SaslNext(_scram.Answer(challenge, salted.Of(options, challenge))), null)
            : (null, PostgresFaults.Login($"the server asks for {challenge.Rounds} rounds of hashing; at most {ScramChallenge.MostRounds} are done for it"));
    }

    private static Failure Unproved() => PostgresFaults.Login("the server did not prove that it knows the password");

    /// <summary>PostgreSQL's older way, which servers that were set up long ago still ask for.</summary>
    private string Md5(ReadOnlySpan<byte> salt)
    {
        var inner = Hash([.. Encoding.UTF8.GetBytes(options.Url.Password + options.User)]);
        return "md5" + Hash([.. Encoding.UTF8.GetBytes(inner), .. salt]);
    }

    // The protocol's choice and not ours; it is no hash to keep passwords by.
#pragma warning disable CA5351
    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
