using Harunire.Capture;
using Harunire.Capture.Polling;
using Harunire.Model.Rows;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Capturing.Polling;

/// <summary>A source whose strategies may lack deletes, rows before or part of their history, made whole by what was published.</summary>
/// <remarks>docs/decisions/0012: the last published row of a key is its row before; a gap is repaired by comparing all rows with the published ones. Not for several threads.</remarks>
public sealed class PolledSource(IPollingSource source, ITopicLog log, ISchemaRegistry registry, PollingSettings settings, TimeProvider clock) : ISourceReader
{
    private PollingState? _state;

    public string Name => source.Name;

    public Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken) => source.DescribeAsync(tables, cancellationToken);

    public LossContract ContractOf(TableSchema table) => source.ContractOf(table);

    public Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) => source.PlanSetupAsync(tables, cancellationToken);

    public bool RunsSetup => source.RunsSetup;

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) => source.ApplySetupAsync(statements, cancellationToken);

    public async Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        _state ??= PollingState.Open(settings.StateFactory, settings.StateFile);
        var view = await source.OpenPollAsync(tables, cancellationToken);
        return new PolledView(source, view, _state, log, registry, settings, clock);
    }

    public Task AcknowledgeAsync(long scn, CancellationToken cancellationToken) => source.AcknowledgeAsync(scn, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _state?.Dispose();
        return source.DisposeAsync();
    }
}
