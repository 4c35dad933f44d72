using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hale.Server.Live;

/// <summary>A numbered change or result on its way to the readers; shared by all of them.</summary>
internal sealed class LiveFrame(long seq, LiveItem item)
{
    private byte[]? _text;

    /// <summary>Its place among all changes; a result's is the newest change's.</summary>
    public long Seq => seq;

    /// <summary>What it tells of.</summary>
    public LiveItem Item => item;

    /// <summary>The frame as the stream spells it. Spelt once, for the first reader that it goes to; where two are first at once, alike.</summary>
    public ReadOnlySpan<byte> Text => _text ??= Spell();

    public static void WriteHeartbeat(IBufferWriter<byte> output, long seq) =>
        Ascii(output, $"{{\"type\":\"heartbeat\",\"seq\":{seq.ToString(CultureInfo.InvariantCulture)}}}");

    /// <summary>Ids hold no character that JSON or ASCII would mind.</summary>
    public static void Ascii(IBufferWriter<byte> output, string text)
    {
        var span = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, span));
    }

    private byte[] Spell()
    {
        var output = new ArrayBufferWriter<byte>((item.Json?.Length ?? item.Id.Length) + 128);
        Ascii(output, $"{{\"type\":\"{item.Type}\",\"seq\":{seq.ToString(CultureInfo.InvariantCulture)},");
        if (item.Json is null)
        {
            Removed(output);
        }
        else if (item.IsResult)
        {
            // A result lies flat in its frame: its own fields follow, without its opening brace.
            output.Write(item.Json.AsSpan(1));
        }
        else
        {
            Ascii(output, $"\"{item.Type}\":");
            output.Write(item.Json);
            output.Write("}"u8);
        }

        return output.WrittenSpan.ToArray();
    }

    private void Removed(IBufferWriter<byte> output)
    {
        output.Write("\"id\":"u8);
        Quoted(output, item.Id);
        if (item.Type == LiveType.Target && item.Project is not null)
        {
            // A target's id is only good within its project.
            output.Write(",\"project\":"u8);
            Quoted(output, item.Project);
        }

        output.Write(",\"removed\":true}"u8);
    }

    private static void Quoted(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
