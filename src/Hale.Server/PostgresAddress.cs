using System.Globalization;
using Npgsql;

namespace Hale.Server;

/// <summary>Where a PostgreSQL database is and how to log in there. What it shows of itself holds no credentials.</summary>
internal sealed class PostgresAddress
{
    /// <summary>What may be written, for whoever wrote something else.</summary>
    public const string Rule =
        "postgres://user:password@host:5432/database?sslmode=require, or Host=…;Port=…;Database=…;Username=…;Password=…";

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // The names of libpq (https://www.postgresql.org/docs/current/libpq-connect.html) by those of Npgsql.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["target_session_attrs"] = "Target Session Attributes",
        ["options"] = "Options",
    };

    private readonly NpgsqlConnectionStringBuilder _given;

    private PostgresAddress(NpgsqlConnectionStringBuilder given) => _given = given;

    /// <summary>The address without who logs in.</summary>
    public string Label => $"postgres://{_given.Host ?? "localhost"}:{_given.Port}/{_given.Database}";

    /// <summary>Whether a text names a database of PostgreSQL, and not a file or folder.</summary>
    public static bool IsMeant(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) || (text.Contains('=') && text.Contains("host", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <param name="problem">What is wrong, without anything that may be a credential; null when all is well.</param>
    public static PostgresAddress? Read(string text, out string? problem)
    {
        problem = null;
        try
        {
            var scheme = Schemes.FirstOrDefault(each => text.StartsWith(each, StringComparison.OrdinalIgnoreCase));
            var given = scheme is null ? new NpgsqlConnectionStringBuilder(text) : OfUrl(text[scheme.Length..]);
            if (given.Host is { Length: > 0 })
                return new(given);
            problem = "no host";
        }
        catch (ArgumentException error)
        {
            problem = error.ParamName is { Length: > 0 } name && text.Contains(name, StringComparison.OrdinalIgnoreCase) ? $"\"{name}\" can't be used" : "not legible";
        }
        catch (FormatException error)
        {
            problem = error.Message;
        }

        return null;
    }

    /// <summary>One connection, for what is written: never shared, and closed when it is let go.</summary>
    public NpgsqlDataSource ForWriting() => Source(settings => settings.Pooling = false);

    /// <summary>Some connections, for questions.</summary>
    public NpgsqlDataSource ForReading() => Source(settings =>
    {
        settings.Pooling = true;
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = 16;
    });

    /// <summary>One connection that may take its time.</summary>
    public NpgsqlDataSource ForCopying() => Source(settings => (settings.Pooling, settings.CommandTimeout) = (false, 0));

    public override string ToString() => Label;

    private NpgsqlDataSource Source(Action<NpgsqlConnectionStringBuilder> more)
    {
        var settings = new NpgsqlConnectionStringBuilder(_given.ConnectionString)
        {
            ApplicationName = _given.ApplicationName ?? "hale",
            // Whoever waits is told within a moment that the database doesn't answer.
            Timeout = _given.ShouldSerialize("Timeout") ? _given.Timeout : 5,
            CommandTimeout = _given.ShouldSerialize("Command Timeout") ? _given.CommandTimeout : 10,
            CancellationTimeout = 1_000,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            // An error would quote rows, and with them credentials of checks.
            IncludeErrorDetail = false,
            Multiplexing = false,
            Enlist = false,
        };
        more(settings);
        return NpgsqlDataSource.Create(settings);
    }

    // Not by Uri: that takes a password with a slash or a question mark for something else, and a socket's address for none.
    private static NpgsqlConnectionStringBuilder OfUrl(string rest)
    {
        var given = new NpgsqlConnectionStringBuilder();
        var query = rest.IndexOf('?', rest.LastIndexOf('@') + 1);
        var parameters = query < 0 ? "" : rest[(query + 1)..];
        rest = query < 0 ? rest : rest[..query];
        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            var login = rest[..at].Split(':', 2);
            given.Username = Uri.UnescapeDataString(login[0]);
            if (login.Length == 2)
                given.Password = Uri.UnescapeDataString(login[1]);
            rest = rest[(at + 1)..];
        }

        var (place, database) = rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (rest[..slash], rest[(slash + 1)..]) : (rest, "");
        if (database.Length > 0)
            given.Database = Uri.UnescapeDataString(database);
        if (place.Length > 0)
            Place(given, place);
        foreach (var pair in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
            Set(given, pair);
        given.Database ??= given.Username;
        return given;
    }

    private static void Place(NpgsqlConnectionStringBuilder given, string place)
    {
        var bracket = place.LastIndexOf(']');
        var colon = place.LastIndexOf(':');
        given.Host = Uri.UnescapeDataString((colon > bracket ? place[..colon] : place).Trim('[', ']'));
        if (colon <= bracket)
            return;
        if (!int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65_535)
            throw new FormatException("the port is no number from 1 to 65535");
        given.Port = port;
    }

    private static void Set(NpgsqlConnectionStringBuilder given, string pair)
    {
        var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign ? (pair[..sign], pair[(sign + 1)..]) : (pair, "");
        if (!Parameters.TryGetValue(name, out var known))
            throw new FormatException($"unknown parameter {name}; known: {string.Join(", ", Parameters.Keys)}");
        try
        {
            given[known] = Uri.UnescapeDataString(value).Replace("-", known == "SSL Mode" ? "" : "-", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new FormatException($"{name} can't be used", error);
        }
    }
}
