namespace Hale.Server;

/// <summary>What is wrong with the place where data are kept.</summary>
internal enum StorageFault
{
    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>It can be read, not written.</summary>
    ReadOnly,

    /// <summary>Another program holds it.</summary>
    Locked,

    /// <summary>It is damaged.</summary>
    Corrupt,

    /// <summary>It is not Hale's.</summary>
    Foreign,

    /// <summary>A newer Hale wrote it.</summary>
    TooNew,

    /// <summary>It can't be opened, or the disk answers with an error.</summary>
    Unreachable,

    /// <summary>The data folder belongs to another running hub.</summary>
    Taken,

    /// <summary>The database refused what was to be written: our own fault, and no retry helps.</summary>
    Refused,
}

/// <summary>The data could not be opened, read or written; the message names the file and the reason, for an operator.</summary>
internal sealed class StorageException(StorageFault fault, string file, string reason, Exception? inner = null) : Exception($"{file}: {reason}", inner)
{
    public StorageFault Fault { get; } = fault;

    public string File { get; } = file;
}
