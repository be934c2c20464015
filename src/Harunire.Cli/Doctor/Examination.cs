using Harunire.Capture;
using Harunire.Cli.Commands;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification;
using Harunire.Model.Errors;
using Harunire.Model.Health;
using Harunire.Model.Rows;
using Harunire.Plans.Files;
using Harunire.Results;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;
using Harunire.Topics.Registry;
using Harunire.Verify.Comparison;

namespace Harunire.Cli.Doctor;

/// <summary>Looks at every part of a migration, also where another one can't be reached. Writes nothing in any of them.</summary>
internal sealed class Examination(MigrationFile migration, ToolSettings settings, MigrationConnections connections)
{
    private const long LeastFreeBytes = 256L * 1024 * 1024;

    private readonly List<Finding> _findings = [];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        LookAtTool();
        MigrationSession? session = null;
        await LookAsync("source", async () => session = await MigrationSession.OpenAsync(migration.Path, settings, cancellationToken));
        if (session is not null)
        {
            await LookAsync("source", () => LookAtSourceAsync(session, cancellationToken));
        }

        await LookAsync("topics", () => LookAtTopicsAsync(cancellationToken));
        await LookAsync("topics", () => LookAtRegistryAsync(session, cancellationToken));
        await LookAsync("results", () => LookAtResultsAsync(session, cancellationToken));
        foreach (var plan in session?.Plans ?? [])
        {
            await LookAsync("legacy", () => LookAtLegacyAsync(migration.Mappings.First(mapping => mapping.Name == plan.Mapping), plan.Target, cancellationToken));
        }

        await LookAsync("state", LookAtState);
        return _findings;
    }

    private void LookAtTool()
    {
        Add("tool", "harunire", HealthState.Good, $"version {ToolVersion.Text}, with SQLite {ToolVersion.Sqlite}");
        foreach (var missing in DriverState.Missing)
        {
            Add("tool", "drivers", HealthState.Note, missing);
        }
    }

    private async Task LookAtSourceAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        if (migration.IsFilledByConnector)
        {
            Add("source", session.Source.Name, HealthState.Note, "a connector captures it; it is not asked");
            await LookAtConnectorAsync(session, cancellationToken);
            return;
        }

        foreach (var table in session.Tables)
        {
            var contract = session.Source.ContractOf(table);
            Add("source", table.Name.Table, HealthState.Good, $"{contract.Strategy}: {(contract.SeesDeletes ? "sees deletes" : "does not see deletes")}, {(contract.SeesEveryVersion ? "each committed version" : "the last version at a poll")}");
            foreach (var note in contract.Notes)
            {
                Add("source", table.Name.Table, HealthState.Note, note);
            }
        }

        if (session.Source is ISourceExamination examined)
        {
            AddAll("source", await examined.ExamineAsync(session.Tables, settings.Duration("capture.poll"), cancellationToken));
        }

        var missing = await session.Source.PlanSetupAsync(session.Tables, cancellationToken);
        if (missing.Count > 0)
        {
            var next = session.Source.RunsSetup ? "apply" : "let the tables' owner and a DBA run the script";
            Add("source", session.Source.Name, HealthState.Problem, $"{missing.Count} statements of its set-up are missing", $"harunire plan {migration.Path}, and {next}");
            return;
        }

        await using var view = await session.Source.OpenViewAsync(session.Tables, cancellationToken);
        Add("source", session.Source.Name, HealthState.Good, FormattableString.Invariant($"can be read, at SCN {view.Scn}"));
    }

    private async Task LookAtConnectorAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await using var log = connections.Topics.OpenReader();
        var topics = (await log.ListTopicsAsync(cancellationToken)).ToDictionary(topic => topic.Name, StringComparer.Ordinal);
        foreach (var table in session.Tables)
        {
            var topic = TopicNames.Sanitize($"{migration.Prefix}.{table.Name}");
            Add("source", table.Name.Table, topics.ContainsKey(topic) ? HealthState.Good : HealthState.Problem, topics.TryGetValue(topic, out var found) ? FormattableString.Invariant($"{topic} has {found.Records} records") : $"there is no topic {topic}", topics.ContainsKey(topic) ? null : "does the connector capture the table, and is the prefix its topic.prefix?");
        }

        var transactions = TopicNames.TransactionsOf(migration.Prefix);
        var isThere = topics.ContainsKey(transactions);
        Add("source", transactions, isThere ? HealthState.Good : HealthState.Problem, isThere ? "tells the connector's transactions" : "there is no such topic: without transactions nothing is applied", isThere ? null : "set provide.transaction.metadata=true in the connector, and let it fill new topics");
    }

    private async Task LookAtTopicsAsync(CancellationToken cancellationToken)
    {
        if (!connections.Topics.Exist)
        {
            Add("topics", migration.Topics.Connection, HealthState.Note, "there are none yet: capture makes them");
            return;
        }

        await using var log = connections.Topics.OpenReader();
        var topics = await log.ListTopicsAsync(cancellationToken);
        Add("topics", migration.Topics.Connection, HealthState.Good, FormattableString.Invariant($"{topics.Count} topics with {topics.Sum(topic => topic.Records)} records"));
    }

    private async Task LookAtRegistryAsync(MigrationSession? session, CancellationToken cancellationToken)
    {
        if (migration.Registry is not { } name)
        {
            return;
        }

        await using var registry = connections.Topics.OpenRegistry();
        var versions = await registry.GetVersionsAsync($"{migration.Prefix}.transaction-value", cancellationToken);
        Add("topics", name, HealthState.Good, versions.Count == 0 ? "the schema registry answers; it has no schema of this migration yet" : $"the schema registry answers, {versions.Count} schema versions of the transactions");
        if (registry is IRegistryExamination examined && session is not null && !migration.IsFilledByConnector)
        {
            AddAll("topics", await examined.ExamineAsync([.. session.Tables.SelectMany(SchemasOf)], cancellationToken));
        }
    }

    // As capture would register them.
    private IEnumerable<(string Subject, string Text)> SchemasOf(TableSchema table)
    {
        var topic = TopicNames.Sanitize($"{migration.Prefix}.{table.Name}");
        if (EnvelopeSchemaText.Key(migration.Prefix, table) is { } key)
        {
            yield return ($"{topic}-key", key);
        }

        yield return ($"{topic}-value", EnvelopeSchemaText.Value(migration.Prefix, table));
    }

    private async Task LookAtResultsAsync(MigrationSession? session, CancellationToken cancellationToken)
    {
        var target = connections.Results();
        if (session is null)
        {
            await target.LastAppliedAsync(migration.Mappings[0].Name, cancellationToken);
            Add("results", target.Name, HealthState.Good, "can be reached");
            return;
        }

        if (target is IResultExamination examined)
        {
            AddAll("results", await examined.ExamineAsync(cancellationToken));
        }

        foreach (var table in session.Plans.Select(plan => plan.Target))
        {
            await LookAsync("results", async () =>
            {
                var missing = await target.PlanTableAsync(table, cancellationToken);
                var applied = await target.LastAppliedAsync(table.Name, cancellationToken);
                Add(
                    "results",
                    table.Name,
                    missing.Count > 0 ? HealthState.Problem : HealthState.Good,
                    missing.Count > 0 ? $"{missing.Count} statements of its set-up are missing" : applied.CutId is null ? "is there, without a result yet" : FormattableString.Invariant($"is as of SCN {applied.Scn}"),
                    missing.Count > 0 ? $"harunire plan {migration.Path}, and apply" : null);
            });
        }
    }

    private async Task LookAtLegacyAsync(MappingFile mapping, Model.Results.ResultTable target, CancellationToken cancellationToken)
    {
        if (mapping.Verify is not { } verify)
        {
            Add("legacy", mapping.Name, HealthState.Note, "the mapping has no 'verify:' block, so its figures are not compared");
            return;
        }

        if (migration.IsFilledByConnector)
        {
            Add("legacy", mapping.Name, HealthState.Note, "can't be verified through a connector's topics: use a migration over the database itself");
            return;
        }

        await using var database = await connections.OpenLegacyAsync(cancellationToken);
        var legacy = await database.FindTableAsync(verify.Legacy, cancellationToken);
        var compared = ColumnPairing.Pair(target, legacy.Columns, MappingRules.Of(verify), legacy.Name);
        Add("legacy", legacy.Name, HealthState.Good, $"{compared.Length} of {target.Columns.Length} columns of {target.Name} are compared with it");
    }

    private Task LookAtState()
    {
        var folder = StateFolder.Root(migration, settings);
        var existing = folder;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing)!;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        Add(
            "state",
            folder,
            free < LeastFreeBytes ? HealthState.Problem : HealthState.Good,
            FormattableString.Invariant($"{free / (1024 * 1024):N0} MiB are free on its disk"),
            free < LeastFreeBytes ? "make room, or put the state elsewhere: --set state=DIR" : null);
        if (!CanWrite(existing))
        {
            Add("state", existing, HealthState.Problem, "this user may not write here", "give the permission, or put the state elsewhere: --set state=DIR");
        }

        return Task.CompletedTask;
    }

    // access(2) says nothing for root and for read-only mounts: only writing tells, and the file is gone with its handle.
    private static bool CanWrite(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $".harunire-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // One part that fails is a finding, and the next part is looked at all the same.
    private async Task LookAsync(string area, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (HarunireException failure) when (failure.Code.Category != ErrorCategory.Bug)
        {
            _findings.AddRange(failure.Diagnostics.Select(problem => Finding.Of(area, problem)));
        }
    }

    private void AddAll(string area, IReadOnlyList<HealthFinding> found) => _findings.AddRange(found.Select(each => new Finding(area, each.Subject, each.State, each.Message, each.Hint)));

    private void Add(string area, string subject, HealthState state, string message, string? hint = null) => _findings.Add(new Finding(area, subject, state, message, hint));
}
