using Hale.Server.History;
using Hale.Server.Series;

namespace Hale.Server.Export;

/// <summary>One way to write an export; called in the order begin, then for each that is watched deployment, its results, their end, its readings and its end, then end.</summary>
internal interface IExportFormat
{
    void Begin(string hub, DateTimeOffset now);

    void Deployment(Exported watched);

    void Result(Exported watched, Sample result);

    /// <summary>Whether it has a place for what was used.</summary>
    bool TellsReadings { get; }

    void EndResults();

    void Reading(ResourceReading reading);

    void EndDeployment();

    void End();
}
