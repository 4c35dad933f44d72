namespace Hale.Bench.Fleet.Figures;

/// <summary>What a whole hub may take.</summary>
/// <param name="Cpu">Percent of one core.</param>
/// <param name="Memory">In MB.</param>
internal sealed record Budget(Goal Cpu, Goal Memory);
