using System.Text.Json.Nodes;

namespace Hale.Monitoring.Specs;

/// <summary>JSON as <see cref="Node"/>s.</summary>
public static class JsonNodes
{
    /// <summary>Reads a JSON text; reports a problem and answers null when it is not one, nests too deep, or gives a name twice.</summary>
    public static Node? Read(ReadOnlySpan<byte> utf8, Problems problems) => throw new NotSupportedException();

    /// <summary>The same shape as nodes.</summary>
    public static Node From(JsonNode? json) => throw new NotSupportedException();
}
