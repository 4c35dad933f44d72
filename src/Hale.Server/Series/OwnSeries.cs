using System.Diagnostics.CodeAnalysis;

namespace Hale.Server.Series;

/// <summary>A series of a watched thing, as a check's figures name it. Most are known already, and their name need not be made to find them.</summary>
/// <param name="Service">A service's id, or <c>project:target</c>.</param>
internal readonly record struct OwnSeries(string Metric, string Project, string Service)
{
    private const string ProjectLabel = "project";
    private const string ServiceLabel = "service";

    /// <summary>Its name.</summary>
    public SeriesName Name => SeriesName.Of(Metric, (ProjectLabel, Project), (ServiceLabel, Service));

    /// <summary>Finds names by themselves and by these.</summary>
    internal sealed class Comparer : IEqualityComparer<SeriesName>, IAlternateEqualityComparer<OwnSeries, SeriesName>
    {
        public bool Equals(SeriesName? x, SeriesName? y) => x is null ? y is null : x.Equals(y);

        public int GetHashCode([DisallowNull] SeriesName obj) => obj.GetHashCode();

        public bool Equals(OwnSeries alternate, SeriesName other) =>
            other.Is(alternate.Metric, (ProjectLabel, alternate.Project), (ServiceLabel, alternate.Service));

        public int GetHashCode(OwnSeries alternate) =>
            SeriesName.HashOf(alternate.Metric, (ProjectLabel, alternate.Project), (ServiceLabel, alternate.Service));

        public SeriesName Create(OwnSeries alternate) => alternate.Name;
    }
}
