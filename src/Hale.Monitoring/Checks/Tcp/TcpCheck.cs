using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Tcp;

/// <summary>Connects; says something and waits for an answer where the options say so.</summary>
internal sealed class TcpCheck(TimeProvider time, Dialer dialer) : ICheck
{
    /// <summary>The most that is read of an answer, in bytes.</summary>
    public const int MostAnswer = 4096;

    /// <inheritdoc/>
    public string Kind => "tcp";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["tcp"];

    /// <inheritdoc/>
    public string About => "A TCP connection";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "tcp://host:port") { Needed = true },
        new("send", OptionShape.Text, "What is sent"),
        new("expect", OptionShape.Text, "What the answer must contain"),
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => TcpCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var tcp = (TcpCheckOptions)options;
        var talk = new Talk(tcp, new(time, tcp.Url.IdnHost, tcp.Url.Port));
        return talk.Visit.RunAsync(cancel => talk.RunAsync(dialer, cancel), timeout, stopping);
    }
}
