using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Tests.Kit;

/// <summary>The real kinds of checks, for tests that read descriptions; nothing is ever asked.</summary>
public static class SomeChecks
{
    public static CheckCatalog Catalog(TimeProvider time)
    {
        var dialer = new Dialer(time, new Resolver(_ => throw new InvalidOperationException("nothing is asked here")));
        return new(StandardKinds.All(time, dialer, new() { AllowExec = true }));
    }
}
