using System.Globalization;
using System.Text.RegularExpressions;

namespace Hale.Rules.Tests;

/// <summary>Log messages are numbered once, each within its room's block of a hundred.</summary>
public sealed partial class LogIdTests
{
    [Fact]
    public void LogIds_EachMessage_HasAnIdOfItsOwn()
    {
        var doubled = Messages().GroupBy(message => message.Id).Where(group => group.Key == 0 || group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(message => message.At))}");
        Source.Nothing(doubled, "Log ids that are missing or used twice:");
    }

    [Fact]
    public void LogIds_EachMessage_LiesInTheBlockOfItsRoom()
    {
        var strays = from message in Messages()
                     let block = BlockOf(message.File)
                     where block is null || message.Id < block || message.Id >= block + 100
                     select $"{message.At}: {message.Id} is not of {(block is null ? "any block: the room has none" : $"{block}…{block + 99}")}";
        Source.Nothing(strays, $"Log ids outside the block that {Rooms.Document} gives:");
    }

    [Fact]
    public void LogIds_OfTheTable_AreDifferentBlocks()
    {
        var blocks = Rooms.All.Values.Select(room => room.LogIds).OfType<int>().Concat(Rooms.LogIdsOutside.Values).ToArray();
        Assert.Equal(blocks.Distinct(), blocks);
        Assert.All(blocks, block => Assert.Equal(0, block % 100));
    }

    private static int? BlockOf(string file)
    {
        var parts = file.Split('/');
        var outside = parts.Length == 3 || !Rooms.Projects.Contains(parts[1]);
        return outside
            ? Rooms.LogIdsOutside.TryGetValue(parts[1], out var block) ? block : null
            : Rooms.All.GetValueOrDefault($"{parts[1]}.{parts[2]}")?.LogIds;
    }

    private static IEnumerable<(string File, string At, int Id)> Messages() =>
        from file in Source.Files("src", ".cs")
        let text = Source.Read(file)
        from message in Attribute().Matches(text)
        select (file, Source.At(file, text, message.Index), int.TryParse(message.Groups[1].Value, CultureInfo.InvariantCulture, out var id) ? id : 0);

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d*)")]
    private static partial Regex Attribute();
}
