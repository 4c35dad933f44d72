using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Tests.Kit;

/// <summary>The real kinds of checks, for tests that read descriptions; nothing is ever asked.</summary>
public static class SomeChecks
{
    /// <param name="allowExec">Whether commands may be declared.</param>
    public static CheckCatalog Catalog(TimeProvider time, bool allowExec = true)
    {
        var policy = new CheckPolicy { AllowExec = allowExec };
        var dialer = new Dialer(time, new Resolver(TimeProvider.System, _ => throw new InvalidOperationException("nothing is asked here")));
        return new(StandardKinds.All(time, dialer, policy), policy);
    }
}
