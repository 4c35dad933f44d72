using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hale.Client;

/// <summary>How the wire's records are written: snake_case, times in UTC with milliseconds, null left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(ProjectView))]
[JsonSerializable(typeof(Page<ProjectView>))]
[JsonSerializable(typeof(ServiceView))]
[JsonSerializable(typeof(Page<ServiceView>))]
[JsonSerializable(typeof(DefinitionView))]
[JsonSerializable(typeof(DefaultsView))]
[JsonSerializable(typeof(TrialView))]
[JsonSerializable(typeof(CallerView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ResultView))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(ResourcesView))]
[JsonSerializable(typeof(MetricView))]
[JsonSerializable(typeof(Page<MetricView>))]
[JsonSerializable(typeof(SamplesDraft))]
[JsonSerializable(typeof(EvidenceView))]
[JsonSerializable(typeof(Page<EvidenceView>))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(Page<EventView>))]
[JsonSerializable(typeof(UptimeView))]
[JsonSerializable(typeof(UptimeDaysView))]
[JsonSerializable(typeof(UptimeStripsView))]
[JsonSerializable(typeof(MaintenanceView))]
[JsonSerializable(typeof(Page<MaintenanceView>))]
[JsonSerializable(typeof(MaintenanceDraft))]
[JsonSerializable(typeof(Page<ChangeView>))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(TrendView))]
[JsonSerializable(typeof(Page<BeatView>))]
[JsonSerializable(typeof(HeartbeatUrlView))]
[JsonSerializable(typeof(ComponentReport))]
[JsonSerializable(typeof(AcceptedView))]
[JsonSerializable(typeof(TargetView))]
[JsonSerializable(typeof(Page<TargetView>))]
[JsonSerializable(typeof(ProjectHealthView))]
[JsonSerializable(typeof(GraphView))]
[JsonSerializable(typeof(MonitoringView))]
[JsonSerializable(typeof(ControlView))]
[JsonSerializable(typeof(HubView))]
[JsonSerializable(typeof(OwnHealthView))]
[JsonSerializable(typeof(ServiceDraft))]
[JsonSerializable(typeof(ProjectDraft))]
[JsonSerializable(typeof(TargetDraft))]
[JsonSerializable(typeof(IReadOnlyList<ServiceView>))]
[JsonSerializable(typeof(IReadOnlyList<ProjectView>))]
[JsonSerializable(typeof(IReadOnlyList<TargetView>))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>The same, with nothing escaped that JSON itself does not ask for; for answers that are served as JSON and never put into a page.</summary>
    public static WireJson Plain => PlainOnly.Wire;

    // Not a field beside Default: the order in which the two would be made is nobody's to say.
    private static class PlainOnly
    {
        public static readonly WireJson Wire = new(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
