namespace Hale.Server;

/// <summary>A running hub had to end by itself, for a reason that a person can mend.</summary>
public sealed class HubEndException : Exception
{
    internal HubEndException(StorageException cause)
        : base(cause.Message, cause)
    {
    }
}
