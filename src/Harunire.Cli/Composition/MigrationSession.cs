using System.Collections.Immutable;
using Harunire.Capture;
using Harunire.Cli.Settings;
using Harunire.Jobs.Connectors;
using Harunire.Model.Errors;
using Harunire.Model.Files;
using Harunire.Model.Rows;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;

namespace Harunire.Cli.Composition;

/// <summary>A migration with its settings, its source's tables and its plans: what most commands begin with.</summary>
internal sealed class MigrationSession
{
    private MigrationSession(MigrationFile file, ToolSettings settings, MigrationConnections connections, ISourceReader source, IReadOnlyList<TableSchema> tables, IReadOnlyList<MappingPlan> plans)
    {
        (File, Settings, Connections, Source, Tables, Plans) = (file, settings, connections, source, tables, plans);
    }

    public MigrationFile File { get; }

    public ToolSettings Settings { get; }

    public MigrationConnections Connections { get; }

    public ISourceReader Source { get; }

    public IReadOnlyList<TableSchema> Tables { get; }

    /// <summary>One a mapping, in the order of the mappings' files.</summary>
    public IReadOnlyList<MappingPlan> Plans { get; }

    /// <summary>Where checkpoints are: below the setting <c>state</c>, relative to the migration file.</summary>
    public string StateFolder => Composition.StateFolder.Of(File, Settings);

    public IReadOnlyList<TableRequest> Requests => RequestsOf(File);

    /// <summary>The right to do one kind of work on the migration's state. HAR8508 where another process has it.</summary>
    /// <param name="work"><c>capture</c>, <c>stream</c> or <c>apply</c>.</param>
    public FileLock Lock(string work) => FileLock.Take(
        Path.Combine(StateFolder, work),
        ".lock",
        CliErrors.StateLocked,
        "wait for it or end it; to work beside it on other data, give this call a state folder of its own: --set state=DIR");

    /// <summary>The plans of these mappings; of all where none is named.</summary>
    public IReadOnlyList<MappingPlan> Select(IReadOnlyList<string> mappings)
    {
        foreach (var name in mappings.Where(name => !Plans.Any(p => p.Mapping == name)))
        {
            var nearest = NearestName.Find(name, Plans.Select(p => p.Mapping));
            throw new HarunireException(CliErrors.BadUsage, $"the migration has no mapping {name}", hint: nearest is null ? $"it has: {string.Join(", ", Plans.Select(p => p.Mapping))}" : $"did you mean {nearest}?");
        }

        return mappings.Count == 0 ? Plans : [.. Plans.Where(p => mappings.Contains(p.Mapping))];
    }

    /// <summary>Reads files, settings and the source's dictionary, and plans all mappings; collects the errors of all of them.</summary>
    public static async Task<MigrationSession> OpenAsync(string path, ToolSettings settings, CancellationToken cancellationToken)
    {
        var file = MigrationReader.Read(path);
        var connections = new MigrationConnections(file, settings);
        var source = connections.Source();
        var tables = await source.DescribeAsync(RequestsOf(file), cancellationToken);
        var catalog = new SchemaCatalog(tables);
        var plans = new List<MappingPlan>();
        var problems = new List<Diagnostic>();
        foreach (var mapping in file.Mappings)
        {
            try
            {
                plans.Add(PlanBuilder.Build(mapping, catalog));
            }
            catch (HarunireException failure)
            {
                problems.AddRange(failure.Diagnostics);
                problems.AddRange((source as ConnectorSource)?.CheckNamed(mapping.Query) ?? []);
            }
        }

        problems.AddRange((source as ConnectorSource)?.Check(plans.SelectMany(plan => plan.Reads)) ?? []);
        return problems.Count > 0
            ? throw new HarunireException(problems)
            : new MigrationSession(file, settings, connections, source, tables, plans);
    }

    /// <summary>The tables as the migration names them.</summary>
    public static ImmutableArray<TableRequest> RequestsOf(MigrationFile file) =>
        [.. file.Tables.Select(t => new TableRequest(t.Name, t.Key, t.Strategy, t.ChunkRows))];
}
