using Harunire.Cli.Composition;

namespace Harunire.Cli.Planning;

/// <summary>The statements that source and result tables lack now.</summary>
/// <param name="Source">In order.</param>
/// <param name="Results">By target table, in the order of the mappings.</param>
internal sealed record SetupNeeds(IReadOnlyList<string> Source, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Results)
{
    public static async Task<SetupNeeds> ReadAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var source = await session.Source.PlanSetupAsync(session.Tables, cancellationToken);
        var target = session.Connections.Results();
        var results = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        foreach (var plan in session.Plans)
        {
            results.Add(new(plan.Target.Name, await target.PlanTableAsync(plan.Target, cancellationToken)));
        }

        return new SetupNeeds(source, results);
    }

    /// <summary>A statement that several tables need stands once.</summary>
    public IReadOnlyList<string> Of(SetupSide side) =>
        side == SetupSide.Source ? Source : [.. Results.SelectMany(table => table.Value).Distinct(StringComparer.Ordinal)];

    public int Count => Of(SetupSide.Source).Count + Of(SetupSide.Results).Count;
}
