using Hale.Server.Config;

namespace Hale.Server.Tests.Config;

public sealed class ReferencesTests
{
    private static readonly Lookups Lookups = new(
        name => name switch { "SET" => "hunter2", "EMPTY" => " ", _ => null }, path => path == "/run/there" ? "hunter2\n" : null);

    [Theory]
    [InlineData("a: ${SET}", "${SET}", null)]
    [InlineData("a: ${UNSET}", "${UNSET}", "is not set")]
    [InlineData("a: ${EMPTY}", "${EMPTY}", "is empty")]
    [InlineData("a: ${file:/run/there}", "${file:/run/there}", null)]
    [InlineData("a: ${file:/run/gone}", "${file:/run/gone}", "can't be read")]
    [InlineData("a: \"x${UNSET}y${UNSET}\"", "${UNSET}", "is not set")]
    public void References_OfAText_AreNamedOnceAndLookedUp(string text, string name, string? wrong) =>
        Assert.Equal([new(name, wrong)], Variables.References(text, Lookups));

    [Theory]
    [InlineData("a: ${UNSET:-x}")]
    [InlineData("a: $${UNSET}")]
    [InlineData("a: ${not a name}")]
    [InlineData("")]
    public void References_ThatNeedNothing_AreNone(string text) => Assert.Empty(Variables.References(text, Lookups));
}
