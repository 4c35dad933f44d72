using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>
/// Finds out, without a password, whether a server accepts connections, as <c>pg_isready</c> does: it does so when it goes on to ask who is there, and
/// even when it then turns that one away. Only a server that says that it can't be connected to now rejects.
/// </summary>
internal sealed class Knock(PostgresCheckOptions options, Visit visit, Dialogue dialogue)
{
    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var heard = await dialogue.HearAsync<PostgresMessage>(PostgresReader.Message, cancel);
            switch (heard.Message)
            {
                case null:
                    return heard.Failure;
                case { Type: 'E', Body: var error }:
                    return Judge(PostgresReader.Error(error));
                case { Type: 'R', Body: var body }:
                    visit.Trace.Note(PostgresFaults.Accepting(options));
                    if (body.AsSpan().SequenceEqual("\0\0\0\0"u8))
                        await GreetAsync(cancel);
                    return null;
                case { Type: not ('N' or 'v') }:
                    return PostgresFaults.NotSpoken();
            }
        }
    }

    private Failure? Judge(PostgresError error)
    {
        if (error.Rejects)
            return PostgresFaults.Rejecting(options, error);
        var told = $"{PostgresFaults.Accepting(options)}, but not this one: {PostgresFaults.Said(options, error)}";
        if (!error.Full)
            visit.Trace.Note(told);
        else
            (visit.SaysDegraded, visit.Message) = (true, told);
        return null;
    }

    /// <summary>A server that lets anybody in tells its version right away. Whatever goes wrong with that changes nothing: it has accepted.</summary>
    private async Task GreetAsync(CancellationToken cancel)
    {
        while (await dialogue.HearAsync<PostgresMessage>(PostgresReader.Message, cancel) is { Message: { Type: not ('E' or 'Z') } message })
            if (message.Type == 'S' && PostgresReader.Parameter(message.Body) is ("server_version", var version))
                visit.Details["version"] = Quoted.Of(version);
        await dialogue.SendAsync(PostgresWriter.Terminate, cancel);
    }
}
