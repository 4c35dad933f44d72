using System.Globalization;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>One look at a container: what it is, what it uses, and what a command in it says.</summary>
internal sealed class Inspection(DockerCheckOptions options, Engine engine, Visit visit, Acquainted known, TimeProvider time, TimeSpan timeout)
{
    /// <summary>How long the very first look watches what is used, and the part of the timeout that this may take.</summary>
    private static readonly TimeSpan FirstWatch = TimeSpan.FromMilliseconds(500);
    private const int FirstPart = 4;

    /// <summary>An own check that nobody ran for so many of its intervals is run by nobody: Podman leaves that to systemd.</summary>
    private const int Forgotten = 2;

    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        var since = visit.Trace.Now;
        var container = await InspectAsync(cancel);
        if (engine.IsPodman && container is { Status: "running", Health: { } health } && IsForgotten(container, health))
        {
            await engine.GetPodmanAsync($"/containers/{container.Id}/healthcheck", cancel);
            visit.Trace.Note("Podman was asked to run the container's own check, since nobody else does");
            container = await InspectAsync(cancel);
        }

        visit.Answered = true;
        Tell(container, since);
        var judged = ContainerJudge.Of(container);
        Degrade(judged.Degraded);
        if (container.Status != "running")
            return judged.Failure;
        // What it uses may tell why its own check fails.
        var above = await UseAsync(container, cancel);
        return judged.Failure ?? above ?? (options.RunsCommand ? await InsideAsync(container, cancel) : null);
    }

    private async Task<Container> InspectAsync(CancellationToken cancel)
    {
        var answer = await engine.GetAsync($"/containers/{options.Container}/json", cancel);
        if (answer is { Status: System.Net.HttpStatusCode.NotFound, Json: not null })
            throw new EngineException(new(FailureKind.Resource, $"there is no container {options.Container}"));
        if (!answer.Good)
            throw engine.Refused(answer);
        return answer.Json is { } json && Container.Read(json) is { } container ? container : throw new EngineException(engine.Foreign());
    }

    private bool IsForgotten(Container container, ContainerHealth health) =>
        (health.Last ?? container.StartedAt) is { } last && time.GetUtcNow() - last > Forgotten * health.Interval;

    private void Tell(Container container, long since)
    {
        visit.Details["state"] = container.Status;
        if (container.Health is { } health)
            visit.Details["health"] = health.Status;
        visit.Details["restarts"] = container.Restarts;
        if (container.Image is { } image)
            visit.Details["image"] = image;
        if (container.Status is "exited" or "dead" or "restarting")
            visit.Details["exit_code"] = container.ExitCode;
        if (container.OutOfMemory)
            visit.Details["out_of_memory"] = true;
        if (container.Status == "running" && container.StartedAt is { } started && time.GetUtcNow() is var now && now > started)
            visit.Details["uptime"] = Math.Floor((now - started).TotalSeconds);
        visit.Trace.Did($"found {options.Container} {container.Status}{(container.Health is { } own ? $" and {own.Status}" : "")}", since);
        if (container.Health?.Output is { } said && Quoted.Of(said) is { Length: > 0 } line)
            visit.Trace.Note($"its own check said: {line}");
    }

    /// <summary>Tells what it uses, and answers what is above its limit.</summary>
    private async Task<Failure?> UseAsync(Container container, CancellationToken cancel)
    {
        var sample = await SampleAsync(container, cancel);
        if (sample is not null && known.Sample is null)
        {
            known.Sample = sample;
            var watch = TimeSpan.FromTicks(Math.Min(FirstWatch.Ticks, timeout.Ticks / FirstPart));
            var since = visit.Trace.Now;
            await Task.Delay(watch, time, cancel);
            sample = await SampleAsync(container, cancel);
            visit.Excluded = time.GetElapsedTime(since);
        }

        if (sample is null)
        {
            visit.Trace.Note("the engine tells no figures of it");
            return options is { MaxCpuPercent: null, MaxMemory: null } ? null : new(FailureKind.Resource, "the engine tells nothing of the container's CPU and memory");
        }

        var use = ContainerUse.Between(known.Sample, sample);
        known.Sample = sample;
        Tell(sample, use);
        var limits = new Limits();
        if (use.CpuPercent is { } cpu)
            limits.Percent("CPU", cpu, options.MaxCpuPercent);
        limits.Size("memory", sample.MemoryBytes, options.MaxMemory);
        return limits.Failure;
    }

    /// <summary>Without what only a second look a second later would tell: that one is the next check's.</summary>
    private async Task<ContainerSample?> SampleAsync(Container container, CancellationToken cancel)
    {
        var answer = await engine.GetAsync($"/containers/{container.Id}/stats?stream=false&one-shot=true", cancel);
        return answer is { Good: true, Json: { } json } ? ContainerSample.Read(container.Id, json) : null;
    }

    private void Tell(ContainerSample sample, ContainerUse use)
    {
        if (use is { CpuPercent: { } cpu, ReceivedMbps: { } received, SentMbps: { } sent })
        {
            visit.Details["cpu_percent"] = Limits.Rounded(cpu);
            visit.Details["received_mbps"] = Limits.Rounded(received);
            visit.Details["sent_mbps"] = Limits.Rounded(sent);
            visit.Trace.Note(string.Create(
                CultureInfo.InvariantCulture, $"CPU {cpu:0.#} % (100 % is one processor), network {received:0.##} Mbps received, {sent:0.##} Mbps sent"));
        }

        visit.Details["memory_mb"] = Limits.Rounded(sample.MemoryBytes / Limits.Megabyte);
        if (sample.Processes is { } processes)
            visit.Details["processes"] = processes;
        visit.Trace.Note($"memory {Sizes.Format(sample.MemoryBytes)}{(sample.MemoryLimit is { } limit ? $" of {Sizes.Format(limit)}" : "")}");
    }

    private async Task<Failure?> InsideAsync(Container container, CancellationToken cancel)
    {
        var judged = await new Inside(options, engine, visit, known, time, timeout).RunAsync(container, cancel);
        Degrade(judged.Degraded);
        return judged.Failure;
    }

    private void Degrade(string? message)
    {
        if (message is null)
            return;
        visit.Message = visit.Message is { } before ? $"{before}; {message}" : message;
        visit.SaysDegraded = true;
    }
}
