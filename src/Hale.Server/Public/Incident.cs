using System.Security.Cryptography;
using System.Text;
using Hale.Monitoring.Health;
using Hale.Server.History;

namespace Hale.Server.Public;

/// <summary>A time during which a service was not well, as the public is told it: who, how bad, from when to when. No message, no cause.</summary>
/// <param name="Name">The service as the page names it.</param>
/// <param name="Worst">The worst it came to.</param>
/// <param name="To">Null while it lasts.</param>
/// <param name="Changed">When it last changed, its end included.</param>
internal sealed record Incident(string Service, string Name, Status Worst, DateTimeOffset From, DateTimeOffset? To, DateTimeOffset Changed)
{
    /// <summary>The incidents that a service's changes tell of and that reach beyond <paramref name="since"/>, the oldest first. Pure.</summary>
    /// <param name="changes">In the order of their times.</param>
    public static IEnumerable<Incident> Of(string service, string name, IEnumerable<StatusEvent> changes, DateTimeOffset since)
    {
        Incident? open = null;
        foreach (var step in changes.Select(change => change.Step))
        {
            var ill = step.To is Status.Degraded or Status.Down;
            if (ill && open is null)
                open = new(service, name, step.To, step.At, null, step.At);
            else if (ill)
                open = open! with { Worst = step.To > open.Worst ? step.To : open.Worst, Changed = step.At };
            else if (open is not null)
            {
                if (step.At > since && step.At > open.From)
                    yield return open with { To = step.At, Changed = step.At };
                open = null;
            }
        }

        if (open is not null)
            yield return open;
    }

    /// <summary>What happened, as a sentence without its times.</summary>
    public string Text(DateTimeOffset now)
    {
        var how = Worst == Status.Down ? "down" : "degraded";
        return To is { } to ? $"{Name} was {how} for {Words.Span(to - From)}" : $"{Name} has been {how} for {Words.Span(now - From)}";
    }

    /// <summary>The same as a heading that stays true while it lasts.</summary>
    public string Title() => To is { } to
        ? $"{Name} was {(Worst == Status.Down ? "down" : "degraded")} for {Words.Span(to - From)}"
        : $"{Name} is {(Worst == Status.Down ? "down" : "degraded")}";

    /// <summary>An id that stays the same over restarts and is no one else's.</summary>
    public Guid Id(string hub)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{hub}\n{Service}\n{From.ToUnixTimeMilliseconds()}"), hash);
        // Version 8 and the variant of RFC 9562: made by a rule of our own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
