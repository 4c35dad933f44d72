using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>
/// Asks a PostgreSQL server: without a password whether it accepts connections, with one a query. Speaks the protocol itself: what a server says is
/// bounded in size and in the work it causes, and nothing outlives the check.
/// </summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class PostgresCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    private static readonly TimeSpan MostToGiveUp = TimeSpan.FromMilliseconds(250);
    private readonly Opener _opener = new(dialer, new(time, trust));
    private readonly Salted _salted = new();

    /// <inheritdoc/>
    public string Kind => "postgres";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["postgres", "postgresql"];

    /// <inheritdoc/>
    public string About => "A PostgreSQL server: whether it accepts connections, or a query";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "postgres://user:password@host:port/database?sslmode=prefer") { Needed = true },
        new("query", OptionShape.Text, "What is asked after a login") { Default = PostgresCheckOptions.DefaultQuery },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        PostgresCheckRules.Read(fields, before as PostgresCheckOptions, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var postgres = (PostgresCheckOptions)options;
        var visit = new Visit(time, postgres.Url.Host, postgres.Url.Port);
        var session = new Session(postgres, _opener, _salted, visit);
        using var limit = new CancellationTokenSource(timeout - (timeout / 10 < MostToGiveUp ? timeout / 10 : MostToGiveUp), time);
        var over = new Failure(FailureKind.Timeout, $"the query was not answered within {Durations.Format(timeout)} (slow response)", Soft: true);
        var patience = new Patience(over, limit.Token);
        return await visit.RunAsync(cancel => session.RunAsync(patience, cancel), timeout, stopping);
    }
}
