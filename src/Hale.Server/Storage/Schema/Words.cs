using System.Collections.Frozen;
using System.Text.Json;

namespace Hale.Server.Storage.Schema;

/// <summary>An enum's members as the words that stand in the database: snake_case, as on the wire.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> ByWord = ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(T value) => ByValue[value];

    public static T Read(string word) => ByWord[word];
}
