using System.Diagnostics.CodeAnalysis;
using Hale.Monitoring.Health;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Which services a list shows: <c>?project=&amp;status=&amp;type=&amp;label=k=v&amp;q=</c>.</summary>
internal sealed record ServiceFilter(string? Project, Status? Status, string? Type, IReadOnlyList<(string Key, string Value)> Labels, string? Text)
{
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out ServiceFilter? filter, [NotNullWhen(false)] out IResult? problem)
    {
        filter = null;
        problem = null;
        Status? status = null;
        if (Given(request, "status") is { } word && (status = Words.ReadStatus(word)) is null)
        {
            problem = Answer.BadQuery("status", $"found \"{word}\"; allowed: up, degraded, down, unknown");
            return false;
        }

        var labels = new List<(string, string)>();
        foreach (var pair in request.Query["label"].OfType<string>().Where(each => each.Length > 0))
        {
            if (pair.IndexOf('=') is not (> 0 and var at))
            {
                problem = Answer.BadQuery("label", $"found \"{pair}\"; allowed: a name, = and a value, such as team=core");
                return false;
            }

            labels.Add((pair[..at], pair[(at + 1)..]));
        }

        filter = new(Given(request, "project"), status, Given(request, "type"), labels, Given(request, "q"));
        return true;
    }

    public bool Fits(ServiceSpec service, Board board) =>
        (Type is null || service.Type == Type)
        && (Text is null || Holds(service.Id) || Holds(service.Name) || Holds(service.Type) || service.Labels.Any(label => Holds(label.Key) || Holds(label.Value)))
        && Labels.All(label => service.Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (Status is null || board.StatusOf(service.Id) == Status);

    private bool Holds(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);

    private static string? Given(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
}
