using System.Buffers.Binary;
using System.Text;

namespace Hale.Monitoring.Checks.Postgres;

/// <summary>Writes what a PostgreSQL server is told.</summary>
internal static class PostgresWriter
{
    private const int TlsCode = 80877103;
    private const int CancelCode = 80877102;
    private const int Version3 = 3 << 16;

    /// <summary>Whether there is TLS.</summary>
    public static byte[] TlsQuestion { get; } = [.. Number(8), .. Number(TlsCode)];

    /// <summary>Good-bye.</summary>
    public static byte[] Terminate { get; } = Message('X', []);

    public static byte[] Startup(string user, string database)
    {
        byte[] body =
        [
            .. Number(Version3), .. Text("user"), .. Text(user), .. Text("database"), .. Text(database),
            .. Text("application_name"), .. Text("hale"), .. Text("client_encoding"), .. Text("UTF8"), 0,
        ];
        return [.. Number(4 + body.Length), .. body];
    }

    public static byte[] Query(string sql) => Message('Q', Text(sql));

    /// <summary>A password, plain or hashed.</summary>
    public static byte[] Password(string password) => Message('p', Text(password));

    /// <summary>The choice of a mechanism, with what the client says first.</summary>
    public static byte[] SaslFirst(string mechanism, string first)
    {
        var text = Encoding.UTF8.GetBytes(first);
        return Message('p', [.. Text(mechanism), .. Number(text.Length), .. text]);
    }

    public static byte[] SaslNext(string next) => Message('p', Encoding.UTF8.GetBytes(next));

    /// <summary>Asks, on a connection of its own, that another's query be given up.</summary>
    /// <param name="key">What that connection's server said: its process and a secret.</param>
    public static byte[] Cancel(ReadOnlySpan<byte> key) => [.. Number(8 + key.Length), .. Number(CancelCode), .. key];

    private static byte[] Message(char type, byte[] body) => [(byte)type, .. Number(4 + body.Length), .. body];

    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
