namespace Hale.Monitoring.Checks.Docker;

/// <summary>Where an engine is asked, or why nowhere.</summary>
internal readonly record struct EngineSocket(string? Path, Failure? Failure)
{
    public const string Docker = "/var/run/docker.sock";
    public const string Podman = "/run/podman/podman.sock";

    /// <summary>
    /// The socket that was given; else that of <c>DOCKER_HOST</c>; else the first that is there of Docker's, Podman's, and those of the user's own; else
    /// Docker's.
    /// </summary>
    /// <param name="variable">An environment variable's value, or null.</param>
    /// <param name="exists">Whether there is such a file.</param>
    public static EngineSocket Find(string? given, Func<string, string?> variable, Func<string, bool> exists)
    {
        if (given is not null)
            return new(given, null);
        if (variable("DOCKER_HOST") is { Length: > 0 } host)
            return host.StartsWith("unix://", StringComparison.Ordinal) && DockerCheckRules.PathOf(host) is { } path
                ? new(path, null)
                : new(null, new(FailureKind.Unreachable, "DOCKER_HOST names no unix socket, and no other engine is asked; give the check a socket"));
        string[] known = variable("XDG_RUNTIME_DIR") is { Length: > 0 } own ? [Docker, Podman, $"{own}/docker.sock", $"{own}/podman/podman.sock"] : [Docker, Podman];
        return new(known.FirstOrDefault(exists, Docker), null);
    }
}
