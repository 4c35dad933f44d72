namespace Hale.Server.Config;

/// <summary>The JSON Schema of <c>hale.yaml</c>, as <c>/schema/hale.json</c> and <c>hale config schema</c> answer it.</summary>
internal static class ConfigSchema
{
    /// <summary>The schema's text.</summary>
    public static string Json() => throw new NotSupportedException();
}
