using Hale.Server.History;

namespace Hale.Server.Export;

/// <summary>One way to write an export; called in the order begin, then for each that is watched deployment, its results and its end, then end.</summary>
internal interface IExportFormat
{
    void Begin(string hub, DateTimeOffset now);

    void Deployment(Exported watched);

    void Result(Exported watched, Sample result);

    void EndDeployment();

    void End();
}
