using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Tests.Kit;

/// <summary>
/// A real PostgreSQL of the test's own. Its roles say in their names how they log in: <c>postgres</c> and <c>trusted</c> without a password, <c>shop</c>
/// by SCRAM, <c>older</c> by MD5, <c>plain</c> in clear text, <c>secure</c> by SCRAM and over TLS only, <c>nobody</c> never. The password is <see cref="Password"/>.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "s3cret:W@rd/ü";

    private const string Package = "postgresql";
    private const string Programs = "/usr/lib/postgresql/15/bin/";

    private static readonly string Roles = $"""
        SET password_encryption = 'scram-sha-256';
        CREATE ROLE trusted LOGIN; CREATE ROLE nobody LOGIN; CREATE ROLE shop LOGIN PASSWORD '{Password}'; CREATE ROLE secure LOGIN PASSWORD '{Password}';
        CREATE ROLE plain LOGIN PASSWORD '{Password}';
        SET password_encryption = 'md5';
        CREATE ROLE older LOGIN PASSWORD '{Password}';
        """;

    private const string Admission = """
        host all postgres,trusted 127.0.0.1/32 trust
        host all shop 127.0.0.1/32 scram-sha-256
        host all older 127.0.0.1/32 md5
        host all plain 127.0.0.1/32 password
        hostssl all secure 127.0.0.1/32 scram-sha-256
        host all nobody 127.0.0.1/32 reject
        """;

    private readonly DirectoryInfo _folder;
    private ServerProcess? _process;
    private int _databases;

    private PostgresServer(DirectoryInfo folder) => _folder = folder;

    public int Port { get; } = Ports.Free();

    /// <summary>A file in its data folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, "data", name);

    /// <summary>Starts one with TLS where there is a certificate.</summary>
    public static async Task<PostgresServer> StartAsync(X509Certificate2? certificate = null, params string[] settings)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("hale-postgres-"));
        try
        {
            if (Environment.IsPrivilegedProcess)
                await RunAsync("chown", "postgres", server._folder.FullName);
            await RunAsync(Programs + "initdb", "-D", server["."], "-U", "postgres", "--no-sync", "-A", "trust", "-E", "UTF8", "--locale=C");
            if (certificate is not null)
                await server.ShowAsync(certificate);
            await server.StartAgainAsync();
            await server.SqlAsync(Roles);
            await server.SqlAsync("CREATE DATABASE shop");
            await File.WriteAllTextAsync(server["pg_hba.conf"], Admission);
            await server.EndAsync();
            await server.StartAgainAsync(settings);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <param name="user">Who knocks, without a password.</param>
    public string Url(string user = "shop", string rest = "/shop") => $"postgres://{user}@127.0.0.1:{Port}{rest}";

    /// <summary>The URL of somebody who logs in.</summary>
    public string LoginUrl(string user = "shop", string rest = "/shop", string password = Password) =>
        $"postgres://{user}:{Uri.EscapeDataString(password)}@127.0.0.1:{Port}{rest}";

    /// <summary>Gives it a certificate to show; one that runs takes it at its next <see cref="ReloadAsync"/>.</summary>
    public async Task ShowAsync(X509Certificate2 certificate)
    {
        await WriteAsync("server.crt", certificate.ExportCertificatePem());
        await WriteAsync("server.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(this["postgresql.auto.conf"], "ssl = on\n");
    }

    /// <summary>Starts it, again, with more settings (<c>name=value</c>) and waits until it accepts connections.</summary>
    public Task StartAgainAsync(params string[] settings) => StartAgainAsync(0, settings);

    /// <summary>Starts it, again, and waits until its own program says this of it.</summary>
    public async Task StartAgainAsync(int ready, params string[] settings)
    {
        string[] all =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder.FullName}", "fsync=off", "autovacuum=off", "max_wal_senders=0",
            "superuser_reserved_connections=0", .. settings,
        ];
        var start = AsItsUser(Programs + "postgres", ["-D", this["."], .. all.SelectMany(setting => new[] { "-c", setting })]);
        _process = await ServerProcess.StartAsync(start, Package, Directory.CreateTempSubdirectory("hale-postgres-run-"), async () => await IsReadyAsync() == ready);
    }

    /// <summary>Ends it: at once with <c>INT</c>, once everybody has left with <c>TERM</c>.</summary>
    public async Task EndAsync(string signal = "INT")
    {
        if (_process is not { } process)
            return;
        _process = null;
        await process.EndAsync(signal);
        await process.DisposeAsync();
    }

    /// <summary>Sends it a signal: <c>TERM</c> to shut down once everybody has left, <c>HUP</c> to read its files anew.</summary>
    public Task SignalAsync(string signal) => _process!.SignalAsync(signal);

    public Task FreezeAsync() => _process!.FreezeAsync();

    public Task ThawAsync() => _process!.ThawAsync();

    /// <summary>Runs SQL as the superuser; answers what it prints.</summary>
    public async Task<string> SqlAsync(string sql, string database = "postgres")
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        return (await RunAsync("psql", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-XqAt", "-d", database, "-c", sql)).Trim();
    }

    /// <summary>Makes an empty database, and answers the URL by which a superuser comes in without a password.</summary>
    public async Task<string> DatabaseAsync(string how = "")
    {
        var name = $"own{Interlocked.Increment(ref _databases)}";
        await SqlAsync($"CREATE DATABASE {name} {how}");
        return Url("postgres", "/" + name);
    }

    /// <summary>Lets more in: lines of <c>pg_hba.conf</c>.</summary>
    public async Task AdmitAsync(string lines)
    {
        await File.AppendAllTextAsync(this["pg_hba.conf"], "\n" + lines + "\n");
        await ReloadAsync();
    }

    /// <summary>Has it read its files anew, and waits until it has.</summary>
    public async Task ReloadAsync()
    {
        const string Loaded = "SELECT pg_conf_load_time()";
        var before = await SqlAsync(Loaded);
        await SignalAsync("HUP");
        while (await SqlAsync(Loaded) == before)
        {
            // Asking takes long enough.
        }
    }

    /// <summary>Waits until so many run a query.</summary>
    public async Task RunningAsync(string query, int count)
    {
        while (await SqlAsync($"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = '{query}'") != $"{count}")
        {
            // Asking takes long enough.
        }
    }

    /// <summary>What PostgreSQL's own program says of it: 0 it accepts connections, 1 it rejects them, 2 it doesn't answer.</summary>
    public async Task<int> IsReadyAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("pg_isready", ["-q", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "shop", "-d", "shop", "-t", "1"]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.ThawAsync();
        await EndAsync("QUIT");
        _folder.Delete(recursive: true);
    }

    /// <summary>PostgreSQL won't run as root.</summary>
    private static ProcessStartInfo AsItsUser(string program, IEnumerable<string> arguments) => Environment.IsPrivilegedProcess
        ? new("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments]) { WorkingDirectory = "/" }
        : new(program, arguments) { WorkingDirectory = "/" };

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = program == "chown" ? new(program, arguments) : AsItsUser(program, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await said
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode} (it needs the package {Package}):\n{complained}");
    }

    /// <summary>A file that is its user's, and nobody else's to read.</summary>
    private async Task WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(this[name], text);
        File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", this[name]);
    }
}
