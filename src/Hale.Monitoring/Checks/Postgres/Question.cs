using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>
/// Asks a query and hears the answer. One that takes too long is given up on the server too: it would go on there otherwise, one more with every
/// check, until there is no connection left for anybody.
/// </summary>
internal sealed class Question(PostgresCheckOptions options, Opener opener, Visit visit, Dialogue dialogue)
{
    /// <summary>What the server wants to hear from somebody who gives up.</summary>
    public required byte[] CancelKey { get; init; }

    public async Task<Failure?> RunAsync(Patience patience, CancellationToken cancel)
    {
        visit.OutOfTime = () => patience.Over;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return await AskAsync(both.Token);
        }
        catch (OperationCanceledException) when (patience.Token.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            await GiveUpAsync(cancel);
            return patience.Over;
        }
    }

    private async Task<Failure?> AskAsync(CancellationToken patience)
    {
        var asked = visit.Trace.Now;
        dialogue.Time();
        if (await dialogue.SendAsync(PostgresWriter.Query(options.Query), patience) is { } broken)
            return broken;
        var failure = await HearAsync(patience);
        if (failure is null)
            visit.Trace.Did("the query was answered", asked);
        if (failure is null or { Kind: FailureKind.Body })
            await dialogue.SendAsync(PostgresWriter.Terminate, patience);
        return failure;
    }

    private async Task<Failure?> HearAsync(CancellationToken patience)
    {
        Failure? failed = null;
        while (true)
        {
            var heard = await dialogue.HearAsync<PostgresMessage>(PostgresReader.Message, patience);
            switch (heard.Message)
            {
                // An answer without end is an answer; and a server that said what is wrong may close after that.
                case null:
                    return dialogue.Spent ? failed : failed ?? heard.Failure;
                case { Type: 'Z' } or { Whole: false }:
                    return failed;
                case { Type: 'E', Body: var error }:
                    failed ??= PostgresFaults.QueryFailed(options, PostgresReader.Error(error));
                    break;
                case { Type: 'G' or 'W' }:
                    return new(FailureKind.Body, "the query failed: it waits for rows to copy");
                case { Type: not ('T' or 'D' or 'C' or 'I' or 'N' or 'S' or 'H' or 'd' or 'c' or 'A') }:
                    return PostgresFaults.NotSpoken();
            }
        }
    }

    private async Task GiveUpAsync(CancellationToken cancel)
    {
        if (CancelKey.Length == 0)
            return;
        var (stream, _) = await opener.OpenAsync(visit.Aside(), null, cancel);
        if (stream is null)
            return;
        await using (stream)
        {
            await stream.WriteAsync(PostgresWriter.Cancel(CancelKey), cancel);
            visit.Trace.Note("asked the server to give the query up");

            // It closes once that is under way.
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancel);
        }
    }
}
