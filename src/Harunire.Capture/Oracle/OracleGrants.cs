using System.Data.Common;

namespace Harunire.Capture.Oracle;

/// <summary>Which of the privileges that the strategies need are missing: each is tried, for a role's privileges stand in no view that everybody may read.</summary>
internal sealed class OracleGrants(OracleSession session)
{
    private const string Flashback = "FLASHBACK ON ";
    private const string Select = "SELECT ON ";

    /// <summary>No or no valid system change number.</summary>
    private static readonly int[] NoSuchScn = [8180, 8181];

    /// <summary>As GRANT statements without the grantee, in the order in which they are needed. Other errors than a missing privilege pass through.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(IReadOnlyList<OracleTable> tables, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var privilege in tables.SelectMany(NeededBy).Prepend(Select + "SYS.V_$DATABASE").Distinct(StringComparer.Ordinal))
        {
            if (!await HasAsync(privilege, cancellationToken))
            {
                missing.Add(privilege);
            }
        }

        return missing;
    }

    private static IEnumerable<string> NeededBy(OracleTable table) => OracleStrategies.Of(table).Privileges(table).Prepend(Select + table.Quoted);

    private async Task<bool> HasAsync(string privilege, CancellationToken cancellationToken)
    {
        try
        {
            await session.QueryAsync(OracleStatement.OfText(Probe(privilege)), _ => true, cancellationToken);
            return true;
        }
        catch (DbException failure) when (OracleFailure.IsMissingPrivilege(failure))
        {
            return false;
        }
        catch (DbException failure) when (OracleFailure.IsHistoryGone(failure) || OracleFailure.IsDefinitionChanged(failure) || NoSuchScn.Contains(OracleFailure.Number(failure)))
        {
            return true;
        }
    }

    // No row is read: privileges are checked when the statement is parsed, before the SCN. SYS.V_$NAME is granted, V$NAME is asked.
    private static string Probe(string privilege)
    {
        var isFlashback = privilege.StartsWith(Flashback, StringComparison.Ordinal);
        var what = privilege[(isFlashback ? Flashback.Length : Select.Length)..].Replace("SYS.V_$", "V$", StringComparison.Ordinal).Replace("SYS.GV_$", "GV$", StringComparison.Ordinal);
        return $"SELECT NULL FROM {what}{(isFlashback ? " AS OF SCN 1" : "")} WHERE 1 = 0";
    }
}
