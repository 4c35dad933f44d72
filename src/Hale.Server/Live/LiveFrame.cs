using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hale.Server.Live;

/// <summary>A numbered change or result on its way to the readers; shared by all of them.</summary>
internal sealed record LiveFrame(long Seq, LiveItem Item)
{
    /// <summary>Writes the frame as the stream spells it.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        Ascii(output, $"{{\"type\":\"{Item.Type}\",\"seq\":{Seq.ToString(CultureInfo.InvariantCulture)},");
        if (Item.Json is null)
        {
            Removed(output);
        }
        else if (Item.IsResult)
        {
            // A result lies flat in its frame: its own fields follow, without its opening brace.
            output.Write(Item.Json.AsSpan(1));
        }
        else
        {
            Ascii(output, $"\"{Item.Type}\":");
            output.Write(Item.Json);
            output.Write("}"u8);
        }
    }

    public static void WriteHeartbeat(IBufferWriter<byte> output, long seq) =>
        Ascii(output, $"{{\"type\":\"heartbeat\",\"seq\":{seq.ToString(CultureInfo.InvariantCulture)}}}");

    /// <summary>Ids hold no character that JSON or ASCII would mind.</summary>
    public static void Ascii(IBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, span));
    }

    private void Removed(IBufferWriter<byte> output)
    {
        output.Write("\"id\":"u8);
        Text(output, Item.Id);
        if (Item.Type == LiveType.Target && Item.Project is not null)
        {
            // A target's id is only good within its project.
            output.Write(",\"project\":"u8);
            Text(output, Item.Project);
        }

        output.Write(",\"removed\":true}"u8);
    }

    private static void Text(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
