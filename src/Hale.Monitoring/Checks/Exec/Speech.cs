using System.Globalization;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>What a command said, without the credentials that it was given.</summary>
internal sealed class Speech(Capture output, Capture errors, string?[] credentials)
{
    /// <summary>The beginning of its output.</summary>
    public string Output { get; } = Harmless(output, credentials);

    private string Errors { get; } = Harmless(errors, credentials);

    /// <summary>The first line that is not empty, of one stream, or else of the other; empty when it said nothing.</summary>
    public string Line(bool errorsFirst)
    {
        var (first, second) = errorsFirst ? (Errors, Output) : (Output, Errors);
        return Quote((first + "\n" + second).Split('\n').FirstOrDefault(line => line.Trim().Length > 0) ?? "");
    }

    /// <summary>A text fit to be told: on one line, and not long.</summary>
    public string Quote(string text) => Quoted.Of(text, credentials);

    /// <summary>Notes both streams as evidence.</summary>
    public void TellTo(Trace trace)
    {
        Tell(trace, "output", Output, output);
        Tell(trace, "error output", Errors, errors);
    }

    private static void Tell(Trace trace, string name, string text, Capture capture)
    {
        if (capture.Said == 0)
            return;
        var cut = capture.Cut ? string.Create(CultureInfo.InvariantCulture, $" (the first {Capture.Most} of {capture.Said} bytes; the rest was cut)") : "";
        trace.Note($"{name}{cut}: {text.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)}");
    }

    /// <summary>How much of a credential stands at the end of a text that was cut there.</summary>
    private static int Begun(string text, string credential)
    {
        var length = Math.Min(credential.Length - 1, text.Length);
        while (length > 0 && !text.EndsWith(credential[..length], StringComparison.Ordinal))
            length--;
        return length;
    }

    /// <summary>Without credentials, and without control characters but for those of lines.</summary>
    private static string Harmless(Capture capture, string?[] credentials)
    {
        var text = capture.Text;
        foreach (var credential in credentials)
            if (credential is { Length: > 0 })
                text = (capture.Cut ? text[..^Begun(text, credential)] : text).Replace(credential, Secrets.Mask, StringComparison.Ordinal);
        return string.Create(text.Length, text, (span, whole) =>
        {
            whole.CopyTo(span);
            foreach (ref var each in span)
                if (char.IsControl(each) && each is not ('\n' or '\t'))
                    each = ' ';
        });
    }
}
