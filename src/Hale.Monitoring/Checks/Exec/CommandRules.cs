using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>Reads <c>command</c>, for every kind that runs one.</summary>
internal static class CommandRules
{
    private const int MostWords = 256;
    private const int LongestWord = 8000;
    private const string Rule = "a list of a program and its arguments, such as [/usr/local/bin/probe, --fast]; no shell reads it";
    private const string MaskRule = "*** only where the check in force has that credential in the same command; otherwise give it again";

    /// <summary>Reads the field; null when it is absent or wrong.</summary>
    /// <param name="before">The command in force, for credentials given as <c>***</c>.</param>
    public static IReadOnlyList<Word>? Read(Fields fields, IReadOnlyList<Word>? before)
    {
        switch (fields.Raw("command"))
        {
            case null:
                return null;
            case ListNode { Items.Count: > 0 and <= MostWords } list when list.Items.All(IsWord) && ((ScalarNode)list.Items[0]).Text.Trim().Length > 0:
                return Known(fields, list, Words(list), before);
            case ListNode list:
                fields.Wrong("command", list.Items.FirstOrDefault(item => !IsWord(item)) ?? list, Rule);
                return null;
            case var other:
                fields.Wrong("command", other, Rule);
                return null;
        }
    }

    /// <summary>Whether a value came from a variable or file whose name means a credential.</summary>
    public static bool IsSecret(ScalarNode node) => node.Written is { } written && (Secrets.IsSecret(written) || written.Contains("${file:", StringComparison.Ordinal));

    private static bool IsWord(Node item) =>
        item is ScalarNode { Kind: not ScalarKind.Null, Text: { Length: <= LongestWord } text } && !text.Contains('\0', StringComparison.Ordinal);

    private static Word[] Words(ListNode list)
    {
        var words = new Word[list.Items.Count];
        for (var i = 0; i < words.Length; i++)
        {
            var node = (ScalarNode)list.Items[i];
            words[i] = IsSecret(node) || (i > 0 && Word.Announces(words[i - 1].Text)) ? Word.Secret(node.Text) : Word.Of(node.Text);
        }

        return words;
    }

    /// <summary>The words with masked credentials as they are in force; the rest of the command has to be the same.</summary>
    private static Word[]? Known(Fields fields, ListNode list, Word[] words, IReadOnlyList<Word>? before)
    {
        if (!words.Any(word => word.Masked))
            return words;
        if (before is not null && words.Select(word => word.Shown).SequenceEqual(before.Select(word => word.Shown)))
            return [.. words.Zip(before, (word, was) => word.Masked ? was : word)];
        fields.Wrong("command", list.Items[Array.FindIndex(words, word => word.Masked)] is ScalarNode node ? node with { Text = Secrets.Mask } : list, MaskRule);
        return null;
    }
}
