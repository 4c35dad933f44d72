using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>How a connection is kept from being read, as <c>sslmode</c> of a PostgreSQL URL says it.</summary>
internal enum SslMode
{
    /// <summary>TLS where the server has it, with any certificate.</summary>
    Prefer,

    /// <summary>No TLS.</summary>
    Disable,

    /// <summary>TLS, with any certificate.</summary>
    Require,

    /// <summary>TLS, with a certificate of a trusted issuer.</summary>
    VerifyCa,

    /// <summary>TLS, with a certificate of a trusted issuer, for this host.</summary>
    VerifyFull,
}

/// <summary>Which PostgreSQL server is asked, and what.</summary>
internal sealed record PostgresCheckOptions : ICheckOptions
{
    /// <summary>What is asked after a login unless something else is.</summary>
    public const string DefaultQuery = "SELECT 1";

    /// <summary><c>postgres://user:password@host:port/database?sslmode=prefer</c>.</summary>
    public required PeerUrl Url { get; init; }

    /// <summary>Whether and which TLS.</summary>
    /// <value>Default: <see cref="SslMode.Prefer"/>, as in PostgreSQL's own programs.</value>
    public SslMode SslMode { get; init; }

    /// <summary>What is asked after a login.</summary>
    /// <value>Default: <see cref="DefaultQuery"/>.</value>
    public string Query { get; init; } = DefaultQuery;

    /// <summary>The user; without one the server's own.</summary>
    public string User => Url.User ?? "postgres";

    /// <summary>The database; without one that of the user's name.</summary>
    public string Database => Url.Path.Length > 0 ? Url.Path : User;

    /// <inheritdoc/>
    public string ServiceType => "database";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.Host, Url.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "postgres", ["url"] = Url.Shown(secrets) };
        if (Query != DefaultQuery)
            described["query"] = Query;
        return described;
    }
}
