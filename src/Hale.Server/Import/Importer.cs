using System.IO.Pipelines;
using Hale.Server.History;

namespace Hale.Server.Import;

/// <summary>How an import is made.</summary>
/// <param name="Create">Whether what is not declared is declared.</param>
/// <param name="DryRun">Whether nothing is written, and only told what would be.</param>
internal sealed record ImportTerms(bool Create, bool DryRun);

/// <summary>Takes exported results back, as they come in. One import is made at a time.</summary>
internal sealed class Importer(Declaring declaring, History.History history, TimeProvider time) : IDisposable
{
    // Results of many keys may come mixed; each key holds a day of them.
    private const int MostHeld = 500_000;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Takes a document; null when another one is being taken.</summary>
    /// <exception cref="ImportSyntaxException">It is no export; what came before the fault is taken.</exception>
    public async Task<ImportSummary?> TakeAsync(PipeReader from, ImportTerms terms, CancellationToken cancel)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancel))
            return null;
        try
        {
            var taking = new Taking(declaring, history, terms, time.GetUtcNow());
            try
            {
                await foreach (var items in ImportReader.ReadAsync(from, cancel))
                    await taking.AddAsync(items, cancel);
            }
            finally
            {
                await taking.DoneAsync(cancel);
            }

            return taking.Summary;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One import.</summary>
    private sealed class Taking(Declaring declaring, History.History history, ImportTerms terms, DateTimeOffset now)
    {
        private readonly Dictionary<string, Intake?> _intakes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
        private readonly List<string> _created = [];
        private readonly Refusals _refusals = new();
        private long _held;

        public ImportSummary Summary => new(
            _intakes.Values.Sum(intake => intake?.Added ?? 0), _intakes.Values.Sum(intake => intake?.Skipped ?? 0), _created, _refusals.All);

        public async Task AddAsync(IReadOnlyList<ImportItem> items, CancellationToken cancel)
        {
            foreach (var item in items)
            {
                switch (item)
                {
                    case ImportedDeployment deployment:
                        await BeginAsync(deployment, cancel);
                        break;
                    case BadResult bad:
                        _refusals.Add(bad.Key, bad.Reason, bad.Place, 1);
                        break;
                    case ImportedResult { Result: var result }:
                        await AddAsync(result, item.Place, cancel);
                        break;
                }
            }
        }

        public async Task DoneAsync(CancellationToken cancel)
        {
            foreach (var intake in _intakes.Values.OfType<Intake>())
                await intake.DoneAsync(cancel);
        }

        private async Task AddAsync(Sample result, string place, CancellationToken cancel)
        {
            if (!_intakes.TryGetValue(result.Key, out var intake))
            {
                await BeginAsync(new(result.Key, null, null, null, place), cancel);
                intake = _intakes[result.Key];
            }

            var reason = intake is null ? _refused[result.Key]
                : result.At > now ? "timestamp: found a time to come; allowed: up to now"
                : result.At < history.Oldest ? $"timestamp: found a time before {history.Oldest:yyyy-MM-dd}; allowed: from then on, older ones are not kept"
                : null;
            if (reason is not null)
            {
                _refusals.Add(result.Key, reason, place, 1);
                return;
            }

            await intake!.AddAsync(result, cancel);
            if (++_held % MostHeld == 0)
                await SettleAsync(cancel);
        }

        private async Task SettleAsync(CancellationToken cancel)
        {
            if (_intakes.Values.Sum(intake => intake?.Held ?? 0) < MostHeld)
                return;
            foreach (var intake in _intakes.Values.OfType<Intake>())
                await intake.SettleAsync(cancel);
        }

        private async Task BeginAsync(ImportedDeployment deployment, CancellationToken cancel)
        {
            if (_intakes.ContainsKey(deployment.Key))
                return;
            var (interval, refusal) = await declaring.FindAsync(deployment, terms, _created, cancel);
            if (refusal is not null)
            {
                _refused[deployment.Key] = refusal;
                _refusals.Add(deployment.Key, refusal, deployment.Place, 0);
            }

            _intakes[deployment.Key] = refusal is null
                ? await history.ImportAsync(deployment.Key, deployment.Interval ?? interval ?? Usual, !terms.DryRun, cancel)
                : null;
        }
    }
}
