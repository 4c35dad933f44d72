using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.SecretRefs;

/// <summary>Whether every secret that the configuration refers to can be had now. Names only: no value leaves this check.</summary>
/// <param name="policy">Knows the references.</param>
internal sealed class SecretsCheck(TimeProvider time, CheckPolicy policy) : ICheck
{
    private const int MostNamed = 10;

    /// <inheritdoc/>
    public string Kind => "secrets";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["secrets"];

    /// <inheritdoc/>
    public string Separator => ":";

    /// <inheritdoc/>
    public string About => "Whether every ${NAME} and ${file:…} of the configuration can be had now";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } = [new("url", OptionShape.Text, "secrets: and nothing behind it")];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems)
    {
        if (fields.Text("url") is not { } url || url.Trim() is "secrets:" or "secrets://")
            return new SecretsCheckOptions();
        fields.Wrong("url", fields.Raw("url")!, "secrets: and nothing behind it");
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var (at, since) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            // A file may lie on a disk that is away.
            var references = await Task.Run(policy.SecretReferences, stopping).WaitAsync(timeout, time, stopping);
            var wrong = references.Where(reference => reference.Wrong is not null).ToArray();
            return new()
            {
                At = at,
                Took = time.GetElapsedTime(since),
                Answered = true,
                Failure = wrong.Length == 0 ? null : new(FailureKind.Resource, Told(wrong)),
                Details = new Dictionary<string, object?>
                {
                    ["references"] = references.Count,
                    ["missing"] = wrong.Select(reference => reference.Name).ToArray(),
                },
                Evidence = [.. references.Select(reference => $"{reference.Name} {reference.Wrong ?? "is there"}")],
            };
        }
        catch (TimeoutException)
        {
            var failure = new Failure(FailureKind.Timeout, $"the secrets could not be read within {Durations.Format(timeout)} (slow response)", Soft: true);
            return new() { At = at, Took = time.GetElapsedTime(since), Failure = failure };
        }
    }

    private static string Told(SecretReference[] wrong)
    {
        var named = string.Join("; ", wrong.Take(MostNamed).Select(reference => $"{reference.Name} {reference.Wrong}"));
        return wrong.Length > MostNamed ? $"{named}; and {wrong.Length - MostNamed} more" : named;
    }

    /// <summary>There is nothing to say.</summary>
    private sealed record SecretsCheckOptions : ICheckOptions
    {
        /// <inheritdoc/>
        public string ServiceType => "secrets";

        /// <inheritdoc/>
        public JsonObject Describe(bool secrets) => new() { ["type"] = "secrets" };
    }
}
