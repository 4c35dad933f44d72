using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Specs;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks;

/// <summary>Reads checks as a description has them, and runs them against real sockets.</summary>
/// <param name="quick">Whether plain HTTP/1.1 may go the quick way.</param>
internal sealed class Probe(Certificates? trusted = null, Resolver? resolver = null, ManualTime? time = null, bool quick = true)
{
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan Hasty = TimeSpan.FromMilliseconds(300);

    private readonly CheckCatalog _catalog = Catalog(time ?? TimeProvider.System, resolver ?? new(TimeProvider.System), trusted, quick);

    /// <summary>The specification that a URL or a JSON mapping describes.</summary>
    public CheckSpec Spec(string described, Column column = Column.Service)
    {
        var problems = new Problems();
        var spec = Read(described, problems, column);
        Assert.Empty(problems.All);
        return spec!;
    }

    public CheckSpec? Read(string described, Problems problems, Column column = Column.Service, CheckSpec? before = null) =>
        _catalog.Read(described.StartsWith('{') ? Node(JsonNode.Parse(described)) : new ScalarNode(ScalarKind.Text, described), "check", column, before, problems);

    /// <summary>The problems with a description, one line each: path and message.</summary>
    public string Problems(string described, CheckSpec? before = null)
    {
        var problems = new Problems();
        Assert.Null(Read(described, problems, before: before));
        return string.Join('\n', problems.All.Select(problem => $"{problem.Path}: {problem.Message}"));
    }

    public Task<Observation> RunAsync(string described, Column column = Column.Service, TimeSpan? timeout = null) =>
        RunAsync(Spec(described, column), timeout);

    public async Task<Observation> RunAsync(CheckSpec spec, TimeSpan? timeout = null, CancellationToken? stopping = null) =>
        await _catalog.For(spec).RunAsync(spec.Options, timeout ?? Patient, stopping ?? TestContext.Current.CancellationToken);

    /// <summary>A mapping of a URL and options beside it.</summary>
    public static string Described(string url, params ReadOnlySpan<(string Name, JsonNode? Value)> options)
    {
        var map = new JsonObject { ["url"] = url };
        foreach (var (name, value) in options)
            map[name] = value;
        return map.ToJsonString();
    }

    /// <summary>Runs a check as one who asks once does, with all its evidence.</summary>
    public Task<Observation> AskAsync(string described)
    {
        var spec = Spec(described);
        return RunAsync(spec with { Options = spec.Options.KeepingBody() });
    }

    /// <summary>Runs a check that is to fail, and answers its failure.</summary>
    public async Task<Failure> FailAsync(string described, TimeSpan? timeout = null)
    {
        var seen = await RunAsync(described, timeout: timeout);
        Assert.NotNull(seen.Failure);
        return seen.Failure;
    }

    /// <summary>Runs a check with a minute's timeout until the other side <paramref name="heard"/> of it; then lets the minute pass.</summary>
    public async Task<Observation> RunOutAsync(string described, SemaphoreSlim heard)
    {
        var running = RunAsync(described, timeout: TimeSpan.FromMinutes(1));
        await heard.WaitAsync(TestContext.Current.CancellationToken);
        time!.Advance(TimeSpan.FromMinutes(1));
        var seen = await running;
        Assert.Equal(TimeSpan.FromMinutes(1), seen.Took);
        return seen;
    }

    private static CheckCatalog Catalog(TimeProvider time, Resolver resolver, Certificates? trusted, bool quick)
    {
        Action<X509ChainPolicy>? trust = trusted is null ? null : trusted.Trust;
        return new(Kinds(new(time, resolver)), new() { AllowExec = true }, Kinds(new(time, resolver, guarded: true)));

        IEnumerable<ICheck> Kinds(Dialer dialer) => StandardKinds.All(time, dialer, new() { AllowExec = true }, trust)
            .Select(check => check is HttpCheck ? new HttpCheck(time, dialer, trust, quick) : check);
    }

    private static Node Node(JsonNode? json) => json switch
    {
        JsonObject map => new MapNode([.. map.Select(entry => new MapEntry(entry.Key, Node(entry.Value)))]),
        JsonArray list => new ListNode([.. list.Select(Node)]),
        null => new ScalarNode(ScalarKind.Null, ""),
        _ => json.GetValueKind() switch
        {
            JsonValueKind.String => new ScalarNode(ScalarKind.Text, json.GetValue<string>()),
            JsonValueKind.Number => new ScalarNode(ScalarKind.Number, json.ToJsonString()),
            _ => new ScalarNode(ScalarKind.Bool, json.ToJsonString()),
        },
    };
}

internal static class Told
{
    /// <summary>What a failure is, in short: <c>soft timeout</c>, <c>hard dns</c>.</summary>
    public static string Kind(this Failure failure) => $"{(failure.Soft ? "soft" : "hard")} {failure.Kind}";
}
