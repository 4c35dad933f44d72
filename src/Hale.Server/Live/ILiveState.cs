namespace Hale.Server.Live;

/// <summary>What a reader of the stream begins with.</summary>
internal interface ILiveState
{
    /// <summary>Everything as it stands; called under the feed's lock, so it only gathers, and renders while it is walked.</summary>
    LiveSnapshot Snapshot();
}
