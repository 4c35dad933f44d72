using Hale.Monitoring.Checks;

namespace Hale.Server.Probing;

/// <summary>A question and what came of it.</summary>
internal sealed record Probed(Question Question, Observation Seen)
{
    public ICheckOptions Options => Question.Check.Options;

    /// <summary>Whether it went over the network.</summary>
    public bool Reached => Seen.Address is not null || Options.Peer is not null;
}
