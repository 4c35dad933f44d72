using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>
/// Passwords hashed for SCRAM. The hash is the same until the password is set anew, and takes the milliseconds that are meant to be in the way of
/// somebody who guesses: a check that logs in every few seconds keeps it (RFC 5802, section 5.1), as long as its options live.
/// </summary>
internal sealed class Salted
{
    private readonly ConditionalWeakTable<PostgresCheckOptions, Kept> _kept = [];

    public byte[] Of(PostgresCheckOptions options, ScramChallenge challenge)
    {
        if (_kept.TryGetValue(options, out var kept) && kept.Rounds == challenge.Rounds && kept.Salt.AsSpan().SequenceEqual(challenge.Salt))
            return kept.Hash;

        // Composed characters are meant to be written one way (RFC 4013); a runtime without tables of them takes the password as it is.
        var password = Encoding.UTF8.GetBytes(options.Url.Password!.Normalize(NormalizationForm.FormKC));
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, challenge.Salt, challenge.Rounds, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        _kept.AddOrUpdate(options, new(challenge.Salt, challenge.Rounds, hash));
        return hash;
    }

    private sealed record Kept(byte[] Salt, int Rounds, byte[] Hash);
}
