using Hale.Monitoring.Checks;

namespace Hale.Server.Probing;

/// <summary>Asks once for whoever wants to know, beside the watch: nothing of it is judged or kept.</summary>
internal sealed class Prober(CheckCatalog checks) : IDisposable
{
    /// <summary>So many at once; a Prometheus with as many targets that all hang still leaves the hub its sockets.</summary>
    public const int Most = 256;

    private readonly SemaphoreSlim _seats = new(Most);

    /// <summary>Asks; null when too many are asked already.</summary>
    public async ValueTask<Probed?> AskAsync(Question question, TimeSpan timeout, CancellationToken cancel)
    {
        if (!_seats.Wait(0, CancellationToken.None))
            return null;
        try
        {
            return new(question, await checks.For(question.Check).RunAsync(question.Check.Options, timeout, cancel));
        }
        finally
        {
            _seats.Release();
        }
    }

    public void Dispose() => _seats.Dispose();
}
