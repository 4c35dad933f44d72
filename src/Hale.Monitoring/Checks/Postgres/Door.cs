using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>Opens a connection to a PostgreSQL server and secures it as the options want it: TLS is asked for first, and begins where the server has it.</summary>
internal sealed class Door(PostgresCheckOptions options, Opener opener, Visit visit)
{
    public async Task<(Stream? Stream, Failure? Failure)> OpenAsync(CancellationToken cancel)
    {
        var (plain, failure) = await opener.OpenAsync(visit, null, cancel);
        if (plain is null || options.SslMode == SslMode.Disable)
            return (plain, failure);
        var secured = false;
        try
        {
            (secured, failure) = await AskAsync(plain, cancel);
            if (failure is null)
                return secured ? await opener.SecureAsync(plain, Terms(), visit, cancel) : (plain, null);
        }
        catch
        {
            await plain.DisposeAsync();
            throw;
        }

        await plain.DisposeAsync();
        return (null, failure);
    }

    /// <summary>Whether the server has TLS; or why there is no going on.</summary>
    private async Task<(bool Secured, Failure? Failure)> AskAsync(Stream plain, CancellationToken cancel)
    {
        var dialogue = PostgresReader.On(plain, visit);
        if (await dialogue.SendAsync(PostgresWriter.TlsQuestion, cancel) is { } broken)
            return (false, broken);
        var heard = await dialogue.HearAsync<PostgresMessage>(PostgresReader.TlsAnswer, cancel);
        switch (heard.Message?.Type)
        {
            case 'S':
                return (true, null);
            case 'N' when options.SslMode == SslMode.Prefer:
                return (false, null);
            case 'N':
                return (false, new(FailureKind.Tls, $"{options.Peer} has no TLS, and the URL asks for it"));
            case null:
                return (false, heard.Failure);
            default:
                var error = await dialogue.HearAsync<PostgresMessage>(PostgresReader.Message, cancel);
                return (false, error.Message is { } message ? PostgresFaults.Rejecting(options, PostgresReader.Error(message.Body)) : error.Failure);
        }
    }

    private TlsTerms Terms() => new(visit.Host, options.SslMode is SslMode.Prefer or SslMode.Require, null, null) { AnyName = options.SslMode == SslMode.VerifyCa };
}
