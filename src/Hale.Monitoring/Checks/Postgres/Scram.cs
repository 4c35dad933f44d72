using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>What a server says first in SCRAM.</summary>
/// <param name="Nonce">Begins with the client's.</param>
internal sealed record ScramChallenge(string Text, string Nonce, byte[] Salt, int Rounds)
{
    /// <summary>
    /// The most rounds of hashing that a server gets, a few tenths of a second of work that nothing can interrupt: without a bound one that is not what
    /// it seems could keep a processor busy for hours. PostgreSQL asks for 4096.
    /// </summary>
    public const int MostRounds = 1_000_000;

    /// <summary>Reads <c>r=…,s=…,i=…</c>; null when it is not that.</summary>
    public static ScramChallenge? Of(string text, string nonce)
    {
        string? both = null;
        byte[]? salt = null;
        var rounds = 0;
        foreach (var part in text.Split(','))
            if (part.StartsWith("r=", StringComparison.Ordinal))
                both = part[2..];
            else if (part.StartsWith("s=", StringComparison.Ordinal))
                salt = Bytes(part[2..]);
            else if (part.StartsWith("i=", StringComparison.Ordinal))
                _ = int.TryParse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out rounds);
        return both?.StartsWith(nonce, StringComparison.Ordinal) == true && both.Length > nonce.Length && salt is { Length: > 0 } && rounds > 0
            ? new(text, both, salt, rounds)
            : null;
    }

    /// <summary>What base64 stands for; null when it is none.</summary>
    public static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}

/// <summary>
/// The client's part of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. The password itself never travels, and the server has to prove
/// that it knows it too.
/// </summary>
internal sealed class Scram
{
    public const string Mechanism = "SCRAM-SHA-256";

    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    private byte[] _expected = [];

    /// <summary>What the client says first. PostgreSQL takes the user from the startup message, and an empty one here.</summary>
    public string First => "n,," + Bare;

    /// <summary>Whether the server has proved that it knows the password.</summary>
    public bool Proved { get; private set; }

    private string Bare => "n=,r=" + _nonce;

    /// <summary>Reads the server's first word; null when it is none.</summary>
    public ScramChallenge? Challenge(string text) => ScramChallenge.Of(text, _nonce);

    /// <summary>The answer to a challenge.</summary>
    /// <param name="salted">The password, hashed as the challenge wants it.</param>
    public string Answer(ScramChallenge challenge, byte[] salted)
    {
        var end = "c=biws,r=" + challenge.Nonce;
        var all = Encoding.UTF8.GetBytes($"{Bare},{challenge.Text},{end}");
        var key = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(key), all);
        for (var i = 0; i < key.Length; i++)
            key[i] ^= signature[i];
        _expected = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), all);
        return $"{end},p={Convert.ToBase64String(key)}";
    }

    /// <summary>Hears the server's last word, <c>v=…</c>.</summary>
    public bool Prove(string text) => Proved = _expected.Length > 0 && text.StartsWith("v=", StringComparison.Ordinal)
        && ScramChallenge.Bytes(text[2..].Split(',')[0]) is { } given && CryptographicOperations.FixedTimeEquals(given, _expected);
}
