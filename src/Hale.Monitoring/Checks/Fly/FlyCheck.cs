using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Fly;

/// <summary>
/// A Fly machine: what the Machines API says of it, or, with a path, whether it answers HTTP, and the API only where it can't be reached. A machine that is
/// stopped is idle, not down.
/// </summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class FlyCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    /// <summary>The part of the time after which the platform is asked, too.</summary>
    private const double Patience = 0.6;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private readonly Opener _opener = new(dialer, new(time, trust));
    private readonly HttpCheck _http = new(time, dialer, trust);

    /// <inheritdoc/>
    public string Kind => "fly";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["fly"];

    /// <inheritdoc/>
    public string About => "A machine of Fly.io: its state, and whether it answers HTTP";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "fly://app/machine") { Needed = true },
        new("token", OptionShape.Text, "What proves who asks the Machines API; FLY_API_TOKEN by default") { Secret = true },
        new("path", OptionShape.Text, "Asked by HTTP first, such as /status; only the state is asked for by default"),
        new("port", OptionShape.Number, "Where the path is asked") { Default = "8080", Least = 1, Most = 65_535 },
        new("host", OptionShape.Text, "Where the path is asked; <machine>.vm.<app>.internal by default"),
        new("api", OptionShape.Text, "The Machines API") { Default = "https://api.machines.dev" },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        FlyCheckRules.Read(fields, column, before as FlyCheckOptions, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var (fly, began) = ((FlyCheckOptions)options, time.GetTimestamp());
        if (fly.Http is null)
            return See(null, await AskPlatformAsync(fly, timeout, stopping), time.GetElapsedTime(began));

        // A machine that is stopped mostly does not answer at all: the platform is asked before the time is spent on waiting for it.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var http = _http.RunAsync(fly.Http, timeout, stopping).AsTask();
        await Task.WhenAny(http, Task.Delay(timeout * Patience, time, patient.Token));
        await patient.CancelAsync();
        var platform = http.IsCompleted ? null : AskPlatformAsync(fly, Left(), over.Token).AsTask();
        var seen = await http;
        // Whoever answers is there, whatever the answer is worth; and what was not asked is not missed.
        if (seen.Answered || seen.Failure is { Kind: FailureKind.Blocked or FailureKind.Internal })
        {
            await over.CancelAsync();
            return seen;
        }

        return See(seen, await (platform ?? AskPlatformAsync(fly, Left(), stopping).AsTask()), time.GetElapsedTime(began));

        TimeSpan Left() => timeout - time.GetElapsedTime(began) is var left && left > Least ? left : Least;
    }

    private async ValueTask<Platform> AskPlatformAsync(FlyCheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var visit = new Visit(time, options.Api.IdnHost, options.Api.Port);
        var terms = options.Api.Scheme == Uri.UriSchemeHttps ? new TlsTerms(visit.Host, false, null, [SslApplicationProtocol.Http11]) : null;
        using var courier = new Courier(_opener, visit, terms, time);
        Lookup? found = null;
        var seen = await visit.RunAsync(async cancel => (found = await MachinesApi.FindAsync(options, courier, cancel)).Failure, timeout, stopping);
        return new(found ?? new(null, seen.Failure), seen);
    }

    /// <param name="unreached">What came of asking the machine itself; null when it was not asked.</param>
    private Observation See(Observation? unreached, Platform platform, TimeSpan took)
    {
        var (found, asked) = platform;
        var ruling = MachineJudge.Of(found, unreached?.Failure, time.GetUtcNow());
        var first = unreached ?? asked;
        return new()
        {
            At = first.At,
            Took = took,
            // How fast the platform answers says nothing of the machine.
            Untimed = true,
            Failure = ruling.Failure,
            Idle = ruling.Idle,
            SaysDegraded = ruling.Degraded,
            Answered = ruling.Failure is null,
            Message = ruling.Message,
            Phases = first.Phases,
            Details = found.Machine?.Details,
            Address = first.Address,
            Evidence = [.. unreached?.Evidence ?? [], .. asked.Evidence, .. new[] { ruling.Message ?? ruling.Failure?.Message }.OfType<string>()],
        };
    }

    /// <summary>What the platform said, and how it was asked.</summary>
    private readonly record struct Platform(Lookup Found, Observation Asked);
}
