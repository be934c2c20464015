using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Results.Cassandra.Values;

namespace Harunire.Results.Cassandra.Tables;

/// <summary>A result table with its columns' CQL types, and its statements. Every statement names its columns; none says *.</summary>
internal sealed class CqlTable
{
    /// <summary>Each row's write time as a value: a cell whose WRITETIME differs was written by somebody else.</summary>
    public const string WrittenColumn = "harunire_written";

    /// <summary>How a table of ours begins its comment.</summary>
    public const string Comment = "Harunire result table";

    private readonly string _keyspace;

    public CqlTable(ResultTable table, string keyspace)
    {
        (Table, _keyspace) = (table, keyspace);
        CqlName.Checked(table.Name, "table");
        Columns = [.. table.Columns.Select((c, i) => new CqlColumn(c.Name, c.Type, Choose(c.Name, TypeChoice.Of(c.Type), c.Type.ToString()), i < table.KeyCount))];
        foreach (var name in table.ChosenTypes.Keys.Where(name => !table.Columns.Any(c => c.Name == name)))
        {
            throw new HarunireException(ResultErrors.Definition, $"'types' names {name}, which is no column of the query", table.Name);
        }

        if (Columns.Any(c => c.Name == WrittenColumn))
        {
            throw new HarunireException(ResultErrors.Definition, $"a column can't be called {WrittenColumn}, which is Harunire's own", table.Name, "give it another alias in the query");
        }
    }

    public ResultTable Table { get; }

    public ImmutableArray<CqlColumn> Columns { get; }

    public IEnumerable<CqlColumn> Values => Columns.Skip(Table.KeyCount);

    private string FullName => Bookkeeping.FullName(_keyspace, Table.Name);

    private string Keys => Names(Columns.Take(Table.KeyCount));

    private string PartitionKeys => Names(Columns.Take(Table.PartitionKeyCount));

    public string Create()
    {
        var columns = Columns.Select(c => $"{CqlName.Quote(c.Name)} {c.StoredName}").Append($"{WrittenColumn} bigint");
        var key = string.Join(", ", Columns.Skip(Table.PartitionKeyCount).Take(Table.ClusteringDescending.Length).Select(c => CqlName.Quote(c.Name)).Prepend($"({PartitionKeys})"));
        var order = Columns.Skip(Table.PartitionKeyCount).Zip(Table.ClusteringDescending, (c, descending) => $"{CqlName.Quote(c.Name)} {(descending ? "DESC" : "ASC")}").ToList();
        var clustering = order.Count == 0 ? "" : $"CLUSTERING ORDER BY ({string.Join(", ", order)}) AND ";
        return $"CREATE TABLE IF NOT EXISTS {FullName} ({string.Join(", ", columns)}, PRIMARY KEY ({key})) WITH {clustering}comment = '{Comment}'";
    }

    /// <summary>All columns of a row, its write time as the last value and as the timestamp. INSERT, not UPDATE: a row whose values are all NULL is a row.</summary>
    public string Insert() =>
        $"INSERT INTO {FullName} ({Names(Columns)}, {WrittenColumn}) VALUES ({string.Join(", ", Columns.Select(_ => "?"))}, ?) USING TIMESTAMP ?";

    public string Delete() => $"DELETE FROM {FullName} USING TIMESTAMP ? WHERE {KeyCondition}";

    public string SelectRange() => $"SELECT {Selected} FROM {FullName} WHERE token({PartitionKeys}) >= ? AND token({PartitionKeys}) <= ?";

    public string SelectKey() => $"SELECT {Selected} FROM {FullName} WHERE {KeyCondition}";

    public string SelectKeyRange() => $"SELECT {Keys} FROM {FullName} WHERE token({PartitionKeys}) >= ? AND token({PartitionKeys}) <= ?";

    /// <summary>One line for each column: its part in the key, name, type. Values by name: Cassandra gives them no order.</summary>
    public string Describe() => string.Concat(Columns.Take(Table.KeyCount)
        .Select((c, i) => ShapeText.Line(ShapeText.Role(Table, i), c.Name, c.StoredName))
        .Concat(Values.Select(c => ShapeText.Line("value", c.Name, c.StoredName)).Append(ShapeText.Line("value", WrittenColumn, "bigint")).Order(StringComparer.Ordinal)));

    private string Selected => string.Join(", ", new[] { Names(Columns), WrittenColumn, $"WRITETIME({WrittenColumn})" }.Concat(Values.Select(c => $"WRITETIME({CqlName.Quote(c.Name)})")));

    private string KeyCondition => string.Join(" AND ", Columns.Take(Table.KeyCount).Select(c => $"{CqlName.Quote(c.Name)} = ?"));

    private static string Names(IEnumerable<CqlColumn> columns) => string.Join(", ", columns.Select(c => CqlName.Quote(c.Name)));

    private CqlType Choose(string column, IReadOnlyList<CqlType> possible, string type)
    {
        if (!Table.ChosenTypes.TryGetValue(column, out var chosen))
        {
            return possible[0];
        }

        foreach (var candidate in possible)
        {
            if (string.Equals(candidate.ToString(), chosen, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }

        throw new HarunireException(ResultErrors.Definition, $"the column {column} is {type}, which '{chosen}' does not store", Table.Name, $"it can be: {string.Join(", ", possible.Select(p => p.ToString().ToLowerInvariant()))}");
    }
}
