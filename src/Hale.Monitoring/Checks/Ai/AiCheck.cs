using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Ai;

/// <summary>
/// Asks a language model behind an OpenAI-compatible chat endpoint whether it answers: one short message, at most ten tokens, streamed, and no more than the first
/// chunk is waited for.
/// </summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class AiCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    private readonly Opener _opener = new(dialer, new(time, trust));

    /// <inheritdoc/>
    public string Kind => "ai";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["llm"];

    /// <inheritdoc/>
    public string Separator => ":";

    /// <inheritdoc/>
    public string About => "A language model behind an OpenAI-compatible chat endpoint: whether it begins to answer";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "The provider's base, such as https://api.openai.com/v1") { Needed = true },
        new("model", OptionShape.Text, "The model's name") { Needed = true },
        new("key", OptionShape.Text, "What proves who asks") { Secret = true },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        AiCheckRules.Read(fields, before as AiCheckOptions, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var ai = (AiCheckOptions)options;
        var visit = new Visit(time, ai.Url.IdnHost, ai.Url.Port);
        var terms = ai.Url.Scheme == Uri.UriSchemeHttps ? new TlsTerms(visit.Host, false, null, [SslApplicationProtocol.Http11]) : null;
        using var courier = new Courier(_opener, visit, terms, time);
        var seen = await visit.RunAsync(cancel => new ChatQuestion(ai, courier, visit).RunAsync(cancel), timeout, stopping);
        return seen.Failure is { } failure ? seen with { Failure = failure with { Message = $"AI Provider health check failed: {failure.Message}" } } : seen;
    }
}
