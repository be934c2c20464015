using System.CommandLine;
using System.Text.Json.Nodes;
using Harunire.Capture;
using Harunire.Capture.Polling;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Jobs.Capturing;
using Harunire.Jobs.Capturing.Polling;
using Harunire.Jobs.Connectors;
using Harunire.Jobs.Outages;
using Harunire.Jobs.Quarantines;
using Harunire.Jobs.Retention;
using Harunire.Jobs.Streaming;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Commands;

/// <summary>Capture and stream of one migration, in one process or alone; <c>demo</c> uses it too.</summary>
internal sealed class JobRun(MigrationSession session, ProgressReport progress)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    private string? _table;
    private long _captured;

    /// <param name="once">Stop when the source, as it was at the start, is in the results.</param>
    /// <param name="rebuild">Mappings whose state is built anew.</param>
    public async Task<JsonObject> RunAsync(bool capture, bool stream, bool once, IReadOnlyCollection<string> rebuild, CancellationToken cancellationToken)
    {
        capture = capture && !PassesCapture(stream);
        using var captures = capture ? session.Lock("capture") : null;
        using var streams = stream ? session.Lock("stream") : null;
        await using var log = capture ? session.Connections.Topics.OpenWriter() : session.Connections.Topics.OpenReader();
        await using var registry = session.Connections.Topics.OpenRegistry();
        await using var quarantine = stream && session.File.Quarantine ? session.Connections.Topics.OpenQuarantineWriter() : null;
        await using var job = stream ? await OpenStreamAsync(log, registry, quarantine, rebuild, cancellationToken) : null;
        CaptureTotals? captured = null;
        try
        {
            if (once)
            {
                captured = capture ? await CaptureAsync(log, registry, once: true, cancellationToken) : null;
                await CatchUpAsync(job, cancellationToken);
            }
            else
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                Task[] tasks =
                [
                    capture ? CaptureAsync(log, registry, once: false, both.Token) : Task.Delay(Timeout.Infinite, both.Token),
                    job is null ? Task.Delay(Timeout.Infinite, both.Token) : FollowAsync(job, both.Token),
                ];

                // Whichever ends first, the other finishes its step before log and state are closed.
                await Task.WhenAny(tasks);
                await both.CancelAsync();
                await Task.WhenAll(tasks);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Note("stopping: the step in hand is finished and checkpointed");
        }

        return Describe(captured, job);
    }

    // True: there is nothing to capture. 'capture' alone is then refused.
    private bool PassesCapture(bool stream)
    {
        if (session.Source is not ConnectorSource connector)
        {
            return false;
        }

        if (!stream)
        {
            throw connector.NotReadable("there is nothing to capture");
        }

        progress.Note($"no capture: these are {connector.Name}");
        return true;
    }

    private Task<CaptureTotals> CaptureAsync(ITopicLog log, ISchemaRegistry registry, bool once, CancellationToken cancellationToken) =>
        NewCapture(log, registry).RunAsync(once, session.Settings.Duration("capture.poll"), Report, cancellationToken);

    private void Report(PollOutcome poll)
    {
        if (poll.Events == 0)
        {
            return;
        }

        _captured = poll.Table == _table ? _captured + poll.Events : poll.Events;
        _table = poll.Table;
        progress.Step(poll.Table is null ? "capture of changes" : $"snapshot of {poll.Table}", _captured, null, poll.Table is null ? "changes" : "rows");
        progress.Detail($"capture: SCN {poll.Scn}, {poll.Events} events{(poll.Table is null ? "" : $", snapshot of {poll.Table}")}");
    }

    private CaptureJob NewCapture(ITopicLog log, ISchemaRegistry registry) => new(
        Completed(session.Source, log, registry),
        session.Requests,
        log,
        registry,
        new CaptureSettings
        {
            Prefix = session.File.Prefix,
            Partitions = session.File.Partitions,
            ChunkRows = session.Settings.Count("capture.chunk"),
            Outage = NewOutage("capture"),
            Retention = NewRetention(log),
            SourceProvider = session.File.Source.Provider,
        },
        TimeProvider.System);

    // A polled source needs what was published: its rows before a change, and the repair of gaps.
    private ISourceReader Completed(ISourceReader source, ITopicLog log, ISchemaRegistry registry) => source is not IPollingSource polled ? source : new PolledSource(
        polled,
        log,
        registry,
        new PollingSettings
        {
            Prefix = session.File.Prefix,
            StateFile = Path.Combine(session.StateFolder, "published.rows"),
            StateFactory = SqliteFactory.Instance,
            ChunkRows = session.Settings.Count("capture.chunk"),
            Audit = session.File.Audit,
            Told = report => progress.Note(report.Reason is null
                ? $"capture: audit of {report.Table}: {report.Differences} differences, {report.Missed} of them missed by its strategy"
                : $"capture: {report.Table} was compared as a whole, {report.Differences} differences published: {report.Reason}"),
        },
        TimeProvider.System);

    // Kafka deletes by itself.
    private TopicRetention? NewRetention(ITopicLog log) => session.File.Topics.Provider == "embedded" && session.File.Retention is { } age && age != Timeout.InfiniteTimeSpan
        ? new TopicRetention(log, session.File.Prefix, age, () => [.. session.Plans.Select(plan => StreamJob.NeedOf(plan, session.StateFolder, SqliteFactory.Instance))], TimeProvider.System)
        : null;

    private Outage NewOutage(string job) =>
        new(session.Settings.Duration("topics.outage"), TimeProvider.System, failure => progress.Note($"{job}: waiting and trying again: {failure.Diagnostics[0]}"));

    private async Task<StreamJob> OpenStreamAsync(ITopicLog log, ISchemaRegistry registry, ITopicLog? quarantine, IReadOnlyCollection<string> rebuild, CancellationToken cancellationToken)
    {
        session.Select([.. rebuild]);
        return await StreamJob.OpenAsync(
            session.Plans,
            session.StateFolder,
            SqliteFactory.Instance,
            log,
            registry,
            session.Connections.Results(),
            new StreamSettings(session.File.Prefix, session.Settings.Count("stream.cut")) { Outage = NewOutage("stream"), Connector = (session.Source as ConnectorSource)?.Options },
            rebuild,
            cancellationToken,
            quarantine is null ? null : new Quarantine(quarantine, session.File.Prefix, session.File.QuarantineLimit));
    }

    private async Task CatchUpAsync(StreamJob? job, CancellationToken cancellationToken)
    {
        while (job is not null && await job.StepAsync(cancellationToken))
        {
            var end = await job.EndOfTransactionsAsync(cancellationToken);
            progress.Step("stream", job.TransactionOffset, end, "records of the transaction topic");
            progress.Detail($"stream: SCN {job.Totals.Scn}, {job.Totals.Events} events, {job.Totals.Rows} result rows");
        }
    }

    private async Task FollowAsync(StreamJob job, CancellationToken cancellationToken)
    {
        while (true)
        {
            await CatchUpAsync(job, cancellationToken);
            await Task.Delay(Idle, cancellationToken);
        }
    }

    private JsonObject Describe(CaptureTotals? captured, StreamJob? job)
    {
        var document = new JsonObject { ["migration"] = session.File.Name, ["prefix"] = session.File.Prefix };
        if (captured is { } totals)
        {
            document["capture"] = new JsonObject { ["snapshotRows"] = totals.SnapshotRows, ["changes"] = totals.Changes, ["cuts"] = totals.Cuts, ["scn"] = totals.LastScn };
        }

        if (job is not null)
        {
            document["stream"] = new JsonObject { ["cuts"] = job.Totals.Cuts, ["events"] = job.Totals.Events, ["resultRows"] = job.Totals.Rows, ["scn"] = job.Scn, ["quarantined"] = job.Quarantined };
        }

        return document;
    }
}
