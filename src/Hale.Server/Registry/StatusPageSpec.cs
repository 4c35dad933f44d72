namespace Hale.Server.Registry;

/// <summary>A page for the public, as the file declares it: whose services it shows, and nothing else of the hub is public.</summary>
/// <param name="Projects">Ids of the projects whose services are all on it.</param>
/// <param name="Services">Ids of services that are on it beside those.</param>
internal sealed record StatusPageSpec(string Id, string Title, string? Description, IReadOnlyList<string> Projects, IReadOnlyList<string> Services)
{
    /// <summary>Whether a service is on the page.</summary>
    public bool Shows(ServiceSpec service) => Projects.Contains(service.Project) || Services.Contains(service.Id);
}
