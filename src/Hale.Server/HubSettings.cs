namespace Hale.Server;

/// <summary>How the hub runs. Each setting has one name in three spellings: <c>--data</c>, <c>HALE_DATA</c>, <c>hub.data</c> in the file.</summary>
public sealed record HubSettings
{
    /// <summary>Where it listens; several are parted by semicolons.</summary>
    /// <value>Default: <c>http://127.0.0.1:4253</c>.</value>
    public string Urls { get; init; } = "http://127.0.0.1:4253";

    /// <summary>The data folder; made when missing.</summary>
    /// <value>Default: <c>./hale-data</c>.</value>
    public string Data { get; init; } = "./hale-data";

    /// <summary>
    /// The PostgreSQL database in which everything is kept instead of the data folder's own, as a URL or as keys and values. It may hold a password.
    /// </summary>
    /// <value>Default: null, which is SQLite in the data folder.</value>
    public string? Postgres { get; init; }

    /// <summary>The declaration file.</summary>
    /// <value>Default: <c>./hale.yaml</c>; a missing default file is an empty one.</value>
    public string Config { get; init; } = "./hale.yaml";

    /// <summary>Whether somebody named the file, so that a missing one is an error.</summary>
    public bool ConfigNamed { get; init; }

    /// <summary>The hub's id.</summary>
    /// <value>Default: <c>hub-</c> and the machine's name.</value>
    public string? Id { get; init; }

    /// <summary>The environment's name, for the log and <c>/health</c>: development, staging, production.</summary>
    /// <value>Default: <c>production</c>.</value>
    public string Environment { get; init; } = "production";

    /// <summary><c>json</c> or <c>text</c>; null: text on a terminal, else JSON.</summary>
    public string? Log { get; init; }

    /// <summary>
    /// Levels of single log categories (<c>--log-levels</c>, <c>HALE_LOG_LEVELS</c>, <c>hub.log_levels</c>), such as
    /// <c>Hale.HealthMonitor=debug,Microsoft=error</c>; these win over everything else.
    /// </summary>
    /// <value>Default: null. Allowed levels: trace, debug, info, warning, error, critical, none.</value>
    public string? LogLevels { get; init; }

    /// <summary>Whether debug lines are logged.</summary>
    public bool Debug { get; init; }

    /// <summary>The default interval of services and targets that name none (also <c>HALE_INTERVAL</c>); null for the contract's.</summary>
    /// <value>Default: null. Allowed: 1 s to 31 d.</value>
    public TimeSpan? Interval { get; init; }

    /// <summary>Whether the interval was given on the command line or in the environment, which beat the file's <c>defaults</c>.</summary>
    public bool IntervalForced { get; init; }

    /// <summary>
    /// What is asked to know whether the hub itself is cut off, parted by semicolons (<c>--reference-targets</c>, <c>HALE_REFERENCE_TARGETS</c>, a list in
    /// <c>hub.reference_targets</c>).
    /// </summary>
    /// <value>Default: null, which is none. Allowed: URLs of checks.</value>
    public string? ReferenceTargets { get; init; }

    /// <summary>
    /// Whether checks may run commands, on this machine or inside containers (<c>--allow-exec</c>, <c>HALE_ALLOW_EXEC</c>, <c>hub.allow_exec</c>): whoever may
    /// declare checks may then run anything as the hub's user.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowExec { get; init; }

    /// <summary>The bytes of disk that all that is kept may take (<c>--max-disk</c>, <c>HALE_MAX_DISK</c>, <c>hub.max_disk</c>); what is oldest goes first.</summary>
    /// <value>Default: null, which is no limit but age. Allowed: 64MB or more.</value>
    public long? MaxDisk { get; init; }

    /// <summary>The most series of metrics that are kept at once (<c>--max-series</c>, <c>HALE_MAX_SERIES</c>, <c>hub.max_series</c>).</summary>
    /// <value>Default: null, which is 100,000. Allowed: 1 to 10,000,000.</value>
    public int? MaxSeries { get; init; }

    /// <summary>How much it asks of others at once.</summary>
    public HubLoad Load { get; init; } = new();
}
