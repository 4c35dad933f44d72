using Hale.Server.Config;
using Hale.Server.Storage;

namespace Hale.Server;

/// <summary>The hub can't start, for a reason that a person can mend.</summary>
public sealed class HubStartException : Exception
{
    private HubStartException(string message, int exitCode, Exception cause)
        : base(message, cause) => ExitCode = exitCode;

    /// <summary>What the program should end with: 3 for a bad declaration file, 1 for everything else.</summary>
    public int ExitCode { get; }

    /// <summary>The exception as a person should read it; null when it is none of theirs.</summary>
    internal static HubStartException? Explain(Exception error, HubSettings settings) => error switch
    {
        BadConfigException bad => new(string.Join(Environment.NewLine, bad.Findings), 3, error),
        StorageException storage => new(storage.Message, 1, error),
        InvalidDataException damaged => new(
            $"{StorePlace.Of(settings).Name}: the database is damaged; restore a backup, or put it aside to start anew ({damaged.Message})", 1, error),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => new(
            $"{settings.Urls} is in use by another program; choose another address with --urls", 1, error),
        System.Net.Sockets.SocketException or FormatException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => new(
            $"can't listen on {settings.Urls}: {error.Message}", 1, error),
        _ => null,
    };
}
