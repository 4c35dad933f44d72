using System.Text;
using Hale.Monitoring.Specs;
using Hale.Server.Config;
using Hale.Server.Registry;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.Registry;

/// <summary>A registrar with everything at hand, spoken to in JSON and YAML.</summary>
internal sealed class RegistryDesk
{
    public RegistryDesk(MemoryRegistryStore? store = null, ManualTime? time = null, bool allowExec = true)
    {
        Store = store ?? new();
        Time = time ?? new();
        Registrar = new(Store, SomeChecks.Catalog(Time, allowExec), Time, NullLogger<Registrar>.Instance);
        Registrar.Changes.Join(Changes.Add);
    }

    public MemoryRegistryStore Store { get; }

    public ManualTime Time { get; }

    public Registrar Registrar { get; }

    public List<RegistryChange> Changes { get; } = [];

    public RegistrySnapshot Now => Registrar.Now;

    public static Node Body(string json)
    {
        var problems = new Problems();
        var node = JsonNodes.Read(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), problems);
        Assert.True(problems.None);
        return node!;
    }

    /// <summary>The same store after a restart, some time later.</summary>
    public async Task<RegistryDesk> RestartAsync(string? yaml = null, bool allowExec = true)
    {
        var desk = new RegistryDesk(Store, Time, allowExec);
        Time.Advance(TimeSpan.FromMinutes(1));
        await desk.Registrar.LoadAsync(TestContext.Current.CancellationToken);
        if (yaml is not null)
            await desk.FileAsync(yaml);
        return desk;
    }

    public async Task FileAsync(string yaml)
    {
        var reading = ConfigFile.ReadText(yaml, "hale.yaml", new(_ => null, _ => null), SomeChecks.Catalog(Time));
        Assert.Equal([], reading.Lines);
        await Registrar.ApplyFileAsync(reading.Declarations!, TestContext.Current.CancellationToken);
    }

    public Task<Written<ServiceSpec>> PutAsync(string id, string json, string? ifMatch = null) =>
        Registrar.PutServiceAsync(id, Body(json), new(IfMatch: ifMatch), TestContext.Current.CancellationToken);

    public Task<Written<ServiceSpec>> PostAsync(string json) => Registrar.PutServiceAsync(null, Body(json), new(WriteKind.Post), TestContext.Current.CancellationToken);

    public Task<Written<ServiceSpec>> DeleteAsync(string id, string? ifMatch = null) => Registrar.DeleteServiceAsync(id, new(IfMatch: ifMatch), TestContext.Current.CancellationToken);

    public Task<Written<ProjectSpec>> PutProjectAsync(string id, string json, string? ifMatch = null) =>
        Registrar.PutProjectAsync(id, Body(json), new(IfMatch: ifMatch), TestContext.Current.CancellationToken);

    public Task<Written<TargetSpec>> PutTargetAsync(string project, string id, string json, string? ifMatch = null) =>
        Registrar.PutTargetAsync(project, id, Body(json), new(IfMatch: ifMatch), TestContext.Current.CancellationToken);

    public Task<Written<TargetSpec>> StartAsync(string project, string id, string json) => Registrar.StartMonitorAsync(project, id, Body(json), TestContext.Current.CancellationToken);

    /// <summary>A service of the shop that needs others.</summary>
    public async Task<ServiceSpec> AddAsync(string name, params string[] needs)
    {
        var written = await PutAsync(
            $"shop-{name}", $"{{'project':'shop','check':'http://{name}/health','depends_on':[{string.Join(',', needs.Select(need => $"'{need}'"))}]}}");
        Assert.True(written.Done, string.Join("; ", written.Problems));
        return written.Value!;
    }
}
