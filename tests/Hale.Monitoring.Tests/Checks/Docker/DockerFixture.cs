using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Docker;

/// <summary>One Podman for the tests of a class.</summary>
public sealed class DockerFixture : IAsyncLifetime
{
    private PodmanServer? _podman;

    internal PodmanServer Podman => _podman!;

    public async ValueTask InitializeAsync() => _podman = await PodmanServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_podman is not null)
            await _podman.DisposeAsync();
    }

    /// <summary>The description of a check of a container, and options beside it.</summary>
    internal string Describe(string container, params ReadOnlySpan<(string Name, System.Text.Json.Nodes.JsonNode? Value)> options) =>
        Probe.Described($"docker://{container}", [("socket", Podman.Socket), .. options]);
}
