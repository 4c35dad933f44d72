using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Postgres;

namespace Hale.Monitoring.Tests.Checks.Postgres;

public sealed class PostgresReaderTests
{
    [Fact]
    public void Message_AtEachLength_IsPartialUntilItIsWhole()
    {
        var bytes = "E\0\0\0\u0013SFATAL\0C57P03\0\0more"u8.ToArray();
        for (var length = 0; length < 20; length++)
            Assert.Equal(Reading.Partial, PostgresReader.Message(bytes.AsSpan(0, length), out _, out _));
        Assert.Equal(Reading.Whole, PostgresReader.Message(bytes, out var message, out var taken));
        Assert.Equal(20, taken);
        Assert.Equal(new("57P03", ""), PostgresReader.Error(message!.Body));
    }

    [Fact]
    public void Anything_IsReadWithoutAFault() => Prop.ForAll<byte[], byte>((bytes, type) =>
    {
        byte[] likely = [type, 0, 0, (byte)(bytes.Length >> 8), (byte)(bytes.Length + 4), .. bytes];
        foreach (var each in new[] { bytes, likely })
        {
            var reading = PostgresReader.Message(each, out var message, out var length);
            Assert.InRange(length, 0, each.Length);
            Assert.Equal(reading == Reading.Whole, message is not null);
            PostgresReader.TlsAnswer(each, out _, out var one);
            Assert.InRange(one, 0, 1);
            PostgresReader.Error(each);
            PostgresReader.Parameter(each);
            PostgresReader.Texts(each);
            ScramChallenge.Of(System.Text.Encoding.Latin1.GetString(each), "");
        }
    }).QuickCheckThrowOnFailure();
}
