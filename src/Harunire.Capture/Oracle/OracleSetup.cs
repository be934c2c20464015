using System.Text;

namespace Harunire.Capture.Oracle;

/// <summary>Writes the grants and materialized view logs that a migration's tables need, for <c>NNN_grants.oracle.sql</c>.</summary>
internal static class OracleSetup
{
    public static string Script(IReadOnlyList<OracleTable> tables, string grantee)
    {
        var user = OracleIdentifier.Quote(grantee);
        var script = new StringBuilder();
        script.Append("-- What the capture of these tables needs, and nothing more. Run by the tables' owner and a DBA.\n");
        script.Append("-- READ instead of SELECT where the database is 12.1.0.2 or later: it can't lock rows.\n");
        script.Append("-- The dictionary is read through ALL_ views, which show what is granted below.\n\n");
        script.Append($"GRANT CREATE SESSION TO {user};\n");
        script.Append($"GRANT SELECT ON SYS.V_$DATABASE TO {user};\n");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var strategy = OracleStrategies.Of(table);
            script.Append($"\n-- {table.Schema.Name}: strategy {table.Options.Strategy}\n");
            if (strategy is MaterializedViewLogStrategy && table.Log is null)
            {
                script.Append(MaterializedViewLogStrategy.CreateLog(table)).Append(";\n");
            }

            foreach (var privilege in strategy.Privileges(table).Prepend($"SELECT ON {table.Quoted}").Where(seen.Add))
            {
                script.Append($"GRANT {privilege} TO {user};\n");
            }
        }

        return script.ToString();
    }
}
