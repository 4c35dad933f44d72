namespace Hale.Monitoring.Checks;

/// <summary>Which names mean a credential, and what is shown in its place.</summary>
internal static class Secrets
{
    /// <summary>Stands for a credential wherever one would be seen; sent back, it means "as before".</summary>
    public const string Mask = "***";

    private static readonly string[] Words = ["authorization", "cookie", "token", "secret", "key", "password", "passwd", "credential"];

    /// <summary>Whether a header or query parameter of this name holds a credential.</summary>
    public static bool IsSecret(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
