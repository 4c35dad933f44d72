namespace Hale.Server.Tests;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://hale:s3cret@db:5433/shop?sslmode=require", "postgres://db:5433/shop")]
    [InlineData("postgresql://hale:s3cret@db/shop", "postgres://db:5432/shop")]
    [InlineData("postgres://hale:s3cret%3A%40%2F%3F@db", "postgres://db:5432/hale")]
    [InlineData("postgres://hale:s3cret/?#@db/shop?sslmode=verify-full", "postgres://db:5432/shop")]
    [InlineData("postgres://hale:s3cret@[::1]:5433/shop", "postgres://::1:5433/shop")]
    [InlineData("postgres://hale:s3cret@/shop?host=/var/run/postgresql", "postgres:///var/run/postgresql:5432/shop")]
    [InlineData("Host=db;Port=5433;Database=shop;Username=hale;Password=s3cret", "postgres://db:5433/shop")]
    public void Read_WhatIsAllowed_IsShownWithoutCredentials(string text, string label)
    {
        var address = PostgresAddress.Read(text, out var problem);

        Assert.Null(problem);
        Assert.Equal(label, address!.Label);
        Assert.Equal(label, address.ToString());
        Assert.True(PostgresAddress.IsMeant(text));
    }

    [Theory]
    [InlineData("postgres://u:s3cret@", "no host")]
    [InlineData("postgres://u:s3cret@db:port/shop", "the port is no number from 1 to 65535")]
    [InlineData("postgres://u:s3cret@db/shop?sslmode=s3cret", "sslmode can't be used")]
    [InlineData("postgres://u:s3cret@db/shop?color=s3cret", "unknown parameter color")]
    [InlineData("Host=db;Colour=s3cret", "can't be used")]
    [InlineData("Host=db;Port=s3cret", "can't be used")]
    [InlineData("s3cret", "not legible")]
    public void Read_WhatIsNotAllowed_SaysWhyWithoutCredentials(string text, string why)
    {
        Assert.Null(PostgresAddress.Read(text, out var problem));

        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./hale-data")]
    [InlineData("/var/lib/hale/hale.db")]
    [InlineData("host-a/data")]
    public void IsMeant_APath_IsNot(string text) => Assert.False(PostgresAddress.IsMeant(text));

    [Fact]
    public void Connection_OfAUrl_HasWhatItSays()
    {
        using var source = PostgresAddress.Read("postgres://ha%40le:s3cret%2F@db:5433/sh%20op?sslmode=verify-full&connect_timeout=7&application_name=mine", out _)!.ForReading();
        using var connection = source.CreateConnection();
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(connection.ConnectionString);

        Assert.Equal(
            ("db", 5433, "sh op", "ha@le", Npgsql.SslMode.VerifyFull, 7, "mine"),
            (settings.Host, settings.Port, settings.Database, settings.Username, settings.SslMode, settings.Timeout, settings.ApplicationName));
        Assert.False(settings.IncludeErrorDetail);
    }
}
