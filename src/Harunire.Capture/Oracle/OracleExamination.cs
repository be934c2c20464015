using System.Data.Common;
using System.Globalization;
using Harunire.Model.Health;

namespace Harunire.Capture.Oracle;

/// <summary>Looks at an Oracle source: privileges, undo against the pause between polls, logs.</summary>
internal sealed class OracleExamination(OracleSession session, string grantee)
{
    private const int ComfortableFactor = 10;

    public async Task<IReadOnlyList<HealthFinding>> RunAsync(IReadOnlyList<OracleTable> tables, TimeSpan pollInterval, CancellationToken cancellationToken)
    {
        var missing = await new OracleGrants(session).MissingAsync(tables, cancellationToken);
        var findings = new List<HealthFinding> { new("server", HealthState.Good, $"version {session.ServerVersion}; the user is {grantee}") };
        findings.AddRange(missing.Select(privilege => new HealthFinding(privilege, HealthState.Problem, "this privilege is missing", $"as the owner or a DBA: GRANT {privilege} TO {OracleIdentifier.Quote(grantee)}")));
        if (missing.Count == 0)
        {
            findings.Add(new HealthFinding("privileges", HealthState.Good, "all that the strategies need are there"));
        }

        if (tables.Any(table => table.Options.Strategy == FlashbackStrategy.Name))
        {
            findings.Add(await UndoAsync(pollInterval, cancellationToken));
        }

        findings.AddRange(tables.Where(table => table.Options.Strategy == RowScnStrategy.Name && !table.HasRowScn).Select(table => new HealthFinding(
            table.Schema.Name.Table, HealthState.Note, "it has no ROWDEPENDENCIES, so a change moves the ORA_ROWSCN of its whole block", "more rows are read and compared; nothing is missed")));
        return findings;
    }

    // What is older than undo is repaired by a comparison of the whole table: right, but dear at each poll.
    private async Task<HealthFinding> UndoAsync(TimeSpan pollInterval, CancellationToken cancellationToken)
    {
        const string Subject = "undo";
        try
        {
            var seconds = (await session.QueryAsync(new OracleStatement("undo"), row => row.IsDBNull(0) ? (long?)null : Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancellationToken))[0];
            if (seconds is not { } kept)
            {
                return new HealthFinding(Subject, HealthState.Note, "V$UNDOSTAT has nothing of the last hour");
            }

            var text = string.Create(CultureInfo.InvariantCulture, $"kept for {kept} s at least, polls come each {pollInterval.TotalSeconds:0.###} s");
            return kept <= pollInterval.TotalSeconds
                ? new HealthFinding(Subject, HealthState.Problem, text, "each poll would find a gap and compare whole tables: raise UNDO_RETENTION and the undo tablespace, or poll more often (capture.poll)")
                : kept < ComfortableFactor * pollInterval.TotalSeconds
                    ? new HealthFinding(Subject, HealthState.Note, text, $"a pause of capture longer than {kept} s is repaired by comparing whole tables; an hour of UNDO_RETENTION is a good beginning")
                    : new HealthFinding(Subject, HealthState.Good, text);
        }
        catch (DbException failure) when (OracleFailure.IsMissingPrivilege(failure))
        {
            return new HealthFinding(Subject, HealthState.Note, "how long it is kept can't be seen without V$UNDOSTAT");
        }
    }
}
