using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Hale.Tests.Kit;

/// <summary>A real nginx of the test's own: own folder, own ports, ended by its process id.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private const string Program = "nginx";
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private NginxServer(DirectoryInfo folder, Process process, int port, int? securePort)
    {
        _folder = folder;
        _process = process;
        Port = port;
        SecurePort = securePort;
    }

    public int Port { get; }

    /// <summary>The port that speaks TLS; null without a certificate.</summary>
    public int? SecurePort { get; }

    /// <summary>Starts nginx with these <c>location</c> blocks and whatever else a <c>server</c> block may hold.</summary>
    public static async Task<NginxServer> StartAsync(string locations, X509Certificate2? certificate = null)
    {
        var folder = Directory.CreateTempSubdirectory("hale-nginx-");
        var (port, secure) = (Ports.Free(), certificate is null ? (int?)null : Ports.Free());
        var tls = "";
        if (certificate is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "cert.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "key.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
            tls = string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{secure} ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem;");
        }

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), Configuration(port, tls + locations));
        var process = Start(folder.FullName);
        try
        {
            await AwaitAsync(process);
            return new(folder, process, port, secure);
        }
        catch
        {
            await EndAsync(process, folder);
            throw;
        }
    }

    public string Url(string path) => $"http://127.0.0.1:{Port}{path}";

    public string SecureUrl(string path) => $"https://localhost:{SecurePort}{path}";

    public async ValueTask DisposeAsync() => await EndAsync(_process, _folder);

    private static string Configuration(int port, string server) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        daemon off; master_process off; pid nginx.pid; error_log stderr notice;
        events { worker_connections 1024; }
        http {
          access_log off; default_type text/plain;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          server { listen 127.0.0.1:{{port}}; root .; {{server}} }
        }
        """);

    private static Process Start(string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, ["-p", folder, "-c", "nginx.conf", "-e", "stderr"]) { RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException("nginx is missing: install the package nginx-light", error);
        }
    }

    /// <summary>nginx opens its ports before it names its method of waiting for events.</summary>
    private static async Task AwaitAsync(Process process)
    {
        var said = "";
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("event method", StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync();
                return;
            }

            said += line + "\n";
        }

        throw new InvalidOperationException($"nginx did not start:\n{said}");
    }

    private static async Task EndAsync(Process process, DirectoryInfo folder)
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
