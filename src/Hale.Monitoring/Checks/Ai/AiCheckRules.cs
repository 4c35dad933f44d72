using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Ai;

/// <summary>Reads and checks the description of a check of a language model.</summary>
internal static class AiCheckRules
{
    private const string Scheme = "llm:";
    private const int Longest = 500;

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a key given as <c>***</c>.</param>
    public static AiCheckOptions? Read(Fields fields, AiCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var url = Url(fields);
        var model = fields.Require("model", "the model's name, such as gpt-4o-mini") ? fields.Text("model") : null;
        if (model is not null && (model.Trim().Length == 0 || model.Length > Longest))
            fields.Wrong("model", fields.Raw("model")!, $"a model's name of 1 to {Longest} characters");
        var key = Key(fields, url, before);
        return url is null || model is null || problems.All.Count > found ? null : new() { Url = url, Model = model, Key = key };
    }

    private static Uri? Url(Fields fields)
    {
        if (!fields.Require("url", "a URL such as https://api.openai.com/v1") || fields.Text("url") is not { } text)
            return null;
        // llm:https://… says the kind and the address in one.
        var address = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..] : text;
        if (Uri.TryCreate(address, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" })
            return url;
        fields.Wrong("url", fields.Raw("url")!, "http or https, a host and a path, such as https://api.openai.com/v1; the key has a field of its own");
        return null;
    }

    private static string? Key(Fields fields, Uri? url, AiCheckOptions? before)
    {
        if (fields.Text("key") is not { } key)
            return null;
        if (key == Secrets.Mask && before?.Key is { } kept && before.Url.IdnHost == url?.IdnHost)
            return kept;
        if (key.Length is > 0 and <= 4096 && key != Secrets.Mask && key.All(each => each is > ' ' and <= '~'))
            return key;
        fields.Wrong(
            "key", new ScalarNode(ScalarKind.Text, Secrets.Mask, fields.Raw("key")!.At),
            "a key of printable characters; *** only where the check in force has one for the same host");
        return null;
    }
}
