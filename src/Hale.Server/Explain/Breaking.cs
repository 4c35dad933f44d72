using Hale.Monitoring.Health;

namespace Hale.Server.Explain;

/// <summary>When a service ceased to be well. Pure.</summary>
internal static class Breaking
{
    /// <summary>When the last time began during which it was not well, whether that is over or not; null when there was none.</summary>
    /// <param name="steps">Its changes, newest first.</param>
    public static DateTimeOffset? Of(IEnumerable<Transition> steps)
    {
        DateTimeOffset? began = null;
        foreach (var step in steps)
            if (step.To is Status.Degraded or Status.Down)
                began = step.At;
            else if (began is not null)
                break;
        return began;
    }
}
