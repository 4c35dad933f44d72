using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hale.Journeys.Tests;

/// <summary>
/// Declares, changes and removes services over HTTP, several at once, each service by one writer only, and keeps what the hub must know: what was
/// acknowledged last, or, of a write without an answer, what was before or what was sent.
/// </summary>
internal sealed class Writers(string checkUrl, Random random)
{
    private const int Each = 10;

    private readonly Dictionary<string, HashSet<string?>> _expected = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _enough = new();
    private int _left;
    private int _count;

    /// <summary>Writes acknowledged so far.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Writes until the hub is gone; the answer ends when so many writes were acknowledged.</summary>
    public (Task Enough, Task Done) Run(HttpClient hub, int writers, int acknowledgements)
    {
        _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _left = acknowledgements;
        var seeds = Enumerable.Range(0, writers).Select(_ => random.Next()).ToArray();
        return (_enough.Task, Task.WhenAll(seeds.Select((seed, writer) => Task.Run(() => WriteAsync(hub, writer, new Random(seed))))));
    }

    /// <summary>Compares what the hub knows; from then on that is what it must know.</summary>
    public async Task VerifyAsync(HttpClient hub, CancellationToken cancel)
    {
        var page = await hub.GetFromJsonAsync<JsonObject>("/api/services?limit=1000", cancel);
        var found = page!["items"]!.AsArray().ToDictionary(item => (string)item!["id"]!, item => (string?)item!["labels"]?["n"]);
        foreach (var (id, allowed) in _expected)
        {
            var known = found.GetValueOrDefault(id);
            Assert.True(allowed.Contains(known), $"{id} is {known ?? "not there"}; acknowledged was {string.Join(" or ", allowed.Select(each => each ?? "its removal"))}");
            allowed.Clear();
            allowed.Add(known);
        }
    }

    private async Task WriteAsync(HttpClient hub, int writer, Random choice)
    {
        while (true)
        {
            var (project, name) = ($"p{writer}", $"s{choice.Next(Each)}");
            HashSet<string?> allowed;
            lock (_gate)
                allowed = _expected.TryGetValue($"{project}-{name}", out var known) ? known : _expected[$"{project}-{name}"] = [null];
            var next = allowed.Single() is not null && choice.Next(5) == 0 ? null : $"{Interlocked.Increment(ref _count)}";
            allowed.Add(next);
            if (!await SendAsync(hub, project, name, next))
                return;
            allowed.Clear();
            allowed.Add(next);
            lock (_gate)
            {
                Acknowledged++;
                if (--_left == 0)
                    _enough.SetResult();
            }
        }
    }

    /// <summary>False when the hub is gone.</summary>
    private async Task<bool> SendAsync(HttpClient hub, string project, string name, string? next)
    {
        try
        {
            var path = $"/api/services/{project}-{name}";
            using var answer = next is null
                ? await hub.DeleteAsync(path)
                : await hub.PutAsJsonAsync(path, new JsonObject
                {
                    ["project"] = project,
                    ["name"] = name,
                    ["check"] = checkUrl,
                    ["interval"] = "1s",
                    ["labels"] = new JsonObject { ["n"] = next },
                });
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent,
                $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
