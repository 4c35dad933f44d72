using System.Globalization;
using System.Text.Json;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;

namespace Hale.Server.Import;

/// <summary>The members of one result as they come.</summary>
internal sealed class ResultFields
{
    private const int LongestMessage = 4_000;
    private const decimal LatestSecond = 253_402_300_799;

    private readonly Dictionary<string, string> _wrong = [];
    private bool? _success;
    private Status? _status;
    private double? _latency;
    private decimal? _timestamp;
    private FailureKind? _failure;
    private string? _message;

    /// <summary>What it is of, where each result tells it.</summary>
    public string? Deployment { get; private set; }

    public void Clear()
    {
        _wrong.Clear();
        (_success, _status, _latency, _timestamp, _failure, _message, Deployment) = (null, null, null, null, null, null, null);
    }

    /// <summary>Takes a member; those that are not known say nothing.</summary>
    public void Take(string name, ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return;
        switch (name)
        {
            case "deployment":
                Deployment = Text(name, ref json);
                break;
            case "success":
                _success = json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : Wrong<bool>(name, ref json, "true or false");
                break;
            case "status":
                _status = Text(name, ref json) is { } status ? Words.ReadStatus(status) ?? Wrong<Status>(name, ref json, "healthy, degraded, down, unhealthy or unknown") : null;
                break;
            case "response_time_ms":
                _latency = Number(ref json) is >= 0 and < 1e10m and var latency ? (double)latency : Wrong<double>(name, ref json, "a number of milliseconds, or null");
                break;
            case "timestamp":
                _timestamp = Number(ref json) is >= 0 and < LatestSecond and var timestamp ? timestamp : Wrong<decimal>(name, ref json, "seconds since 1970");
                break;
            case "failure":
                _failure = Text(name, ref json) is { } failure
                    ? Words.ReadFailure(failure) ?? Wrong<FailureKind>(name, ref json, "a kind of failure such as timeout or refused")
                    : null;
                break;
            case "message":
                _message = Text(name, ref json) is { } message ? message[..Math.Min(message.Length, LongestMessage)] : null;
                break;
        }
    }

    /// <summary>The result; null, with the reason, when it can't be one.</summary>
    public Sample? Read(string key, out string? reason)
    {
        reason = null;
        foreach (var (name, wrong) in _wrong)
            reason ??= $"{name}: {wrong}";
        if (_timestamp is null)
            reason ??= "timestamp: found nothing; allowed: seconds since 1970";
        if (_success is null && _status is null)
            reason ??= "success: found nothing; allowed: true or false, or a status";
        if (reason is not null)
            return null;
        var success = _success ?? _status is not (Status.Down or Status.Unknown);
        // A failure without its kind: nobody knows more than that the answer was not the one that was wanted.
        var failure = success ? (FailureKind?)null : _failure ?? FailureKind.Protocol;
        var at = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(_timestamp!.Value * 1000));
        return new(key, at, _status ?? (success ? Status.Up : Status.Down), _latency, failure, _message);
    }

    /// <summary>A value, for one who gave another.</summary>
    public static string Found(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString() is { Length: <= 40 } text ? $"\"{text}\"" : "a long text",
        JsonTokenType.Number => json.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    private static decimal? Number(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var number) ? number : null;

    private string? Text(string name, ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            return json.GetString();
        _wrong[name] = $"found {Found(ref json)}; allowed: text";
        return null;
    }

    private T? Wrong<T>(string name, ref Utf8JsonReader json, string allowed)
        where T : struct
    {
        _wrong[name] = $"found {Found(ref json)}; allowed: {allowed}";
        return null;
    }
}
