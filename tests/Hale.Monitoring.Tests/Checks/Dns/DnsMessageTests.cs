using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Checks.Dns;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Dns;

/// <summary>Reads what a resolver may send, however wrong.</summary>
public sealed class DnsMessageTests
{
    private static readonly byte[] Query = new DnsQuestion("shop.example", RecordType.A).Query(7, extended: false);

    [Fact]
    public void Query_IsWhatTheFormatSays() =>
        Assert.Equal(
            [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, .. DnsWire.Name("shop.example"), 0, 28, 0, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0],
            new DnsQuestion("shop.example", RecordType.Aaaa).Query(0x1234, extended: true));

    [Theory]
    [InlineData("a pointer to itself", new byte[] { 0xc0, 0 }, 0)]
    [InlineData("a pointer forward", new byte[] { 0xc0, 2, 1, (byte)'a', 0 }, 0)]
    [InlineData("two pointers in a ring", new byte[] { 1, (byte)'a', 0xc0, 4, 0xc0, 0 }, 4)]
    [InlineData("a label beyond the end", new byte[] { 5, (byte)'a' }, 0)]
    [InlineData("no end", new byte[] { 1, (byte)'a' }, 0)]
    [InlineData("half a pointer", new byte[] { 1, (byte)'a', 0xc0 }, 0)]
    [InlineData("a label of another kind", new byte[] { 0x41, (byte)'a', 0 }, 0)]
    public void Name_ThatLeadsAstray_IsNone(string what, byte[] bytes, int at) => Assert.False(DomainName.TryRead(bytes, ref at, out _), what);

    [Fact]
    public void Name_WithPointersBack_IsRead()
    {
        byte[] bytes = [3, (byte)'C', (byte)'o', (byte)'m', 0, 4, (byte)'s', (byte)'.', 1, (byte)'p', 0xc0, 0, 1, (byte)'a', 0xc0, 5];
        var at = 12;
        Assert.True(DomainName.TryRead(bytes, ref at, out var name));
        Assert.Equal(("a.s\\046\\001p.com", 16), (name, at));
    }

    [Fact]
    public void Name_LongerThanAllowed_IsNone()
    {
        byte[] label = [63, .. Enumerable.Repeat((byte)'a', 63)];
        var at = 0;
        Assert.True(DomainName.TryRead([.. label, .. label, .. label, 61, .. label.AsSpan(1, 61), 0], ref at, out _));
        at = 0;
        Assert.False(DomainName.TryRead([.. label, .. label, .. label, .. label, 0], ref at, out _));
    }

    [Fact]
    public void Name_BehindAChainOfBarePointers_CostsNoMoreThanALongName()
    {
        var bytes = new byte[0x3fff];
        for (var i = 2; i + 1 < bytes.Length; i += 2)
            (bytes[i], bytes[i + 1]) = ((byte)(0xc0 | ((i - 2) >> 8)), (byte)(i - 2));
        var at = 0x3ffc;
        Assert.False(DomainName.TryRead(bytes, ref at, out _));
    }

    [Theory]
    [InlineData("shop.example", "shop.example")]
    [InlineData("Shop.EXAMPLE.", "shop.example")]
    [InlineData("_sip._tcp.shop.example", "_sip._tcp.shop.example")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("a..b", null)]
    [InlineData("a b", null)]
    public void Normal_IsWhatIsAsked(string text, string? name) => Assert.Equal(name, DomainName.Normal(text));

    [Theory]
    [InlineData(1, new byte[] { 1, 2, 3 })]
    [InlineData(28, new byte[] { 1, 2, 3, 4 })]
    [InlineData(5, new byte[] { })]
    [InlineData(5, new byte[] { 1, (byte)'a', 0, 0 })]
    [InlineData(15, new byte[] { 0, 1 })]
    [InlineData(16, new byte[] { })]
    [InlineData(16, new byte[] { 5, (byte)'a' })]
    [InlineData(6, new byte[] { 0, 0, 0, 0, 0, 1 })]
    [InlineData(33, new byte[] { 0, 1, 0, 2, 0, 3 })]
    [InlineData(257, new byte[] { 0, 9, (byte)'a' })]
    [InlineData(257, new byte[] { 0, 0 })]
    public void Record_ThatIsNotWhatItsTypeSays_BreaksTheMessage(int type, byte[] content) =>
        Assert.False(DnsMessage.TryRead(new DnsWire(Query, answers: 1).Record(DnsWire.QuestionName, type, content).Bytes, out _));

    [Fact]
    public void Record_OfAnotherTypeOrClass_IsPassedOver()
    {
        var bytes = new DnsWire(Query, answers: 3).Record(DnsWire.QuestionName, 46, [1, 2, 3]).Record(DnsWire.QuestionName, 1, [1], kind: 3).A("10.0.0.7").Bytes;
        Assert.True(DnsMessage.TryRead(bytes, out var message));
        Assert.Equal("10.0.0.7", Assert.Single(message!.Of("shop.example", RecordType.A)).Text);
    }

    [Fact]
    public void Aliases_InARing_EndTheSearch()
    {
        var bytes = new DnsWire(Query, answers: 2)
            .Record(DnsWire.QuestionName, 5, DnsWire.Name("b.example")).Record(DnsWire.Name("b.example"), 5, DnsWire.QuestionName).Bytes;
        Assert.True(DnsMessage.TryRead(bytes, out var message));
        Assert.Empty(message!.Of("shop.example", RecordType.A));
    }

    [Fact]
    public void AnyBytes_AreReadOrRefused_AndNothingIsThrown()
    {
        var valid = new DnsWire(Query, answers: 3).A("10.0.0.7").Record(DnsWire.QuestionName, 16, DnsWire.Text("hello")).Record(
            DnsWire.QuestionName, 15, [0, 10, 4, .. "mail"u8, 0xc0, 12]).Bytes;
        var spoilt = from at in Gen.Choose(0, valid.Length - 1)
                     from changes in Gen.Choose(0, 255).Select(each => (byte)each).ListOf()
                     from length in Gen.Choose(0, valid.Length)
                     select Spoil(valid, at, [.. changes], length);
        var random = Gen.Choose(0, 255).Select(each => (byte)each).ListOf().Select(bytes => bytes.ToArray());
        Prop.ForAll(Gen.OneOf(spoilt, random).ToArbitrary(), bytes =>
        {
            if (DnsMessage.TryRead(bytes, out var message))
                message!.Of("shop.example", RecordType.A);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private static byte[] Spoil(byte[] valid, int at, byte[] changes, int length)
    {
        var bytes = valid.ToArray();
        changes.AsSpan(0, Math.Min(changes.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        return bytes[..length];
    }
}
