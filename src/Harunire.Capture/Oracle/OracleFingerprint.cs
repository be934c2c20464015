using System.Globalization;

namespace Harunire.Capture.Oracle;

/// <summary>A table's definition as ALL_OBJECTS tells it.</summary>
/// <param name="Text">Moves with any DDL on the table or its partitions, TRUNCATE and exchange included.</param>
/// <param name="IsSettled">False: the last DDL is less than 15 s old. LAST_DDL_TIME has whole seconds, so another DDL could hide behind it; and Oracle asks for 15 s before a new table's history is relied on (Development Guide, "Using Oracle Flashback Technology").</param>
internal sealed record OracleFingerprint(string Text, bool IsSettled)
{
    private const int SettleSeconds = 15;

    public static async Task<Dictionary<string, OracleFingerprint>> ReadAsync(OracleSession session, string owner, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        var parameters = tables.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"name_{i}")).ToList();
        var statement = new OracleStatement("fingerprint").Bind("owner", owner).Part("names", string.Join(", ", parameters.Select(p => ":" + p)));
        for (var i = 0; i < tables.Count; i++)
        {
            statement.Bind(parameters[i], tables[i]);
        }

        var rows = await session.QueryAsync(
            statement,
            row =>
            {
                var ddl = row.GetString(2);
                var age = OracleMark.Clock(row.GetString(5)) - OracleMark.Clock(ddl);
                var text = string.Create(CultureInfo.InvariantCulture, $"{row.GetValue(1)} {ddl} {(row.IsDBNull(3) ? "" : row.GetValue(3))} {row.GetValue(4)}");
                return (Table: row.GetString(0), Fingerprint: new OracleFingerprint(text, age.Duration() >= TimeSpan.FromSeconds(SettleSeconds)));
            },
            cancellationToken);
        return rows.ToDictionary(row => row.Table, row => row.Fingerprint, StringComparer.Ordinal);
    }
}
