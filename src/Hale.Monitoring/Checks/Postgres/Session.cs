using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>How long a query may take.</summary>
/// <param name="Over">What it means that it took longer.</param>
/// <param name="Token">Fires a little before the check's time is up, so that there is some left to give up.</param>
internal readonly record struct Patience(Failure Over, CancellationToken Token);

/// <summary>One run of a PostgreSQL check: knocks, or logs in and asks.</summary>
internal sealed class Session(PostgresCheckOptions options, Opener opener, Salted salted, Visit visit)
{
    /// <summary>Connects and goes as far as the options say.</summary>
    public async Task<Failure?> RunAsync(Patience patience, CancellationToken cancel)
    {
        var (stream, failure) = await new Door(options, opener, visit).OpenAsync(cancel);
        if (stream is null)
            return Judged(failure);
        await using (stream)
            return Judged(await TalkAsync(PostgresReader.On(stream, visit), patience, cancel));
    }

    private async Task<Failure?> TalkAsync(Dialogue dialogue, Patience patience, CancellationToken cancel)
    {
        var since = visit.Trace.Now;
        if (options.Url.Password is null)
            dialogue.Time();
        if (await dialogue.SendAsync(PostgresWriter.Startup(options.User, options.Database), cancel) is { } broken)
            return broken;
        if (options.Url.Password is null)
            return await new Knock(options, visit, dialogue).RunAsync(cancel);
        var login = new Login(options, salted, dialogue);
        if (await login.RunAsync(cancel) is { } refused)
            return refused;
        visit.Trace.Did($"logged in as {options.User} to {options.Database}", since);
        if (login.Version is { } version)
            visit.Details["version"] = version;
        return await new Question(options, opener, visit, dialogue) { CancelKey = login.CancelKey }.RunAsync(patience, cancel);
    }

    /// <summary>What the server itself says is wrong is an answer.</summary>
    private Failure? Judged(Failure? failure)
    {
        visit.Answered = failure is { Kind: FailureKind.Auth or FailureKind.Body };
        return failure;
    }
}
