using System.Collections.Immutable;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Dictionary;

/// <summary>Tables, columns and keys, from PostgreSQL's catalog.</summary>
internal sealed class PostgreSqlDictionary(NpgsqlConnection connection, PostgreSqlSourceOptions options, string source)
{
    // A domain stands for its base type; a domain over a domain has no formatted type here and is refused.
    private const string ColumnsQuery = """
        SELECT a.attname AS "Name",
               format_type(CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE a.atttypid END, CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END) AS "Declared",
               t.typtype = 'e' AS "IsEnum", a.attnotnull AS "IsNotNull", a.attgenerated <> '' AS "IsGenerated",
               (a.atthasdef OR a.atthasmissing OR a.attidentity <> '') AS "HasDefault", a.atttypid AS "TypeId", a.atttypmod AS "TypeModifier"
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = @oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """;

    private const string TablesQuery = """
        SELECT c.oid AS "Oid", c.relname AS "Name", c.relkind AS "Kind", c.relpersistence AS "Persistence", row_security_active(c.oid) AS "HasRowSecurity"
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = @schema AND lower(c.relname) = lower(@name) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        """;

    private const string KeysQuery = """
        SELECT i.indisprimary AS "IsPrimary", array_agg(a.attname::text ORDER BY k.place) AS "Columns", bool_and(a.attnotnull) AS "IsNotNull"
        FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = @oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
        GROUP BY i.indexrelid, i.indisprimary ORDER BY i.indisprimary DESC, i.indexrelid
        """;

    private const string ReadableQuery = """
        SELECT c.oid AS "Oid", c.relname AS "Name", n.nspname AS "Schema" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE lower(c.relname) = lower(@table) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND (lower(n.nspname) = lower(@schema) OR (@schema::text IS NULL AND n.nspname = ANY(current_schemas(false))))
        ORDER BY c.relname = @table DESC, array_position(current_schemas(false), n.nspname) LIMIT 1
        """;

    /// <summary>A table or view by its name as somebody wrote it; null where there is none.</summary>
    public static async Task<ReadableTable?> FindAsync(NpgsqlConnection connection, string written, string source)
    {
        var dot = written.LastIndexOf('.');
        var (schema, table) = dot < 0 ? (null, written) : (written[..dot], written[(dot + 1)..]);
        if (await connection.QuerySingleOrDefaultAsync<FoundTable>(ReadableQuery, new { table, schema }) is not { } found)
        {
            return null;
        }

        var name = new TableName(found.Schema, found.Name);
        var declared = await connection.QueryAsync<DeclaredColumn>(ColumnsQuery, new { oid = (long)found.Oid });
        var columns = declared.Select(column => Column(column with { IsGenerated = false }, isKey: false, $"{source}, {name}")).ToImmutableArray();
        return new ReadableTable(new TableSchema { Name = name, Columns = [.. columns.Select(column => column.Definition)], Key = [] }, columns);
    }

    public async Task<PostgreSqlTable> DescribeAsync(TableRequest request)
    {
        var found = await FindAsync(request);
        RefuseKinds(found);
        var subject = Subject(found.Name);
        var declared = (await connection.QueryAsync<DeclaredColumn>(ColumnsQuery, new { oid = (long)found.Oid })).ToList();
        var settings = options.Tables.GetValueOrDefault(request.Name) ?? new PostgreSqlTableOptions();
        var leftOut = LeftOut(settings, declared, subject);
        var captured = declared.Where(column => !leftOut.Contains(column.Name)).ToList();
        var key = await KeyOfAsync(request, found, captured);
        var columns = captured.Select((column, i) => Column(column, key.Contains(i), subject)).ToImmutableArray();
        foreach (var k in key.Where(k => columns[k].Order is null))
        {
            throw new HarunireException(CaptureErrors.NoKey, $"the key column {columns[k].Definition.Name} has the type {columns[k].Declared}, whose order can't be relied on", subject, "name a unique key of other columns in the migration");
        }

        return new PostgreSqlTable
        {
            Oid = found.Oid,
            Schema = new TableSchema { Name = new TableName(options.Schema, found.Name), Columns = [.. columns.Select(column => column.Definition)], Key = key },
            Columns = columns,
            LeftOut = leftOut,
            Options = settings,
            Strategy = request.Strategy ?? PostgreSqlSource.Strategy,
        };
    }

    /// <summary>The table's columns as they are now.</summary>
    public async Task<IReadOnlySet<string>> ColumnNamesAsync(uint oid) =>
        (await connection.QueryAsync<DeclaredColumn>(ColumnsQuery, new { oid = (long)oid })).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);

    private string Subject(string table) => $"{source}, {options.Schema}.{table}";

    private async Task<FoundTable> FindAsync(TableRequest request)
    {
        var found = (await connection.QueryAsync<FoundTable>(TablesQuery, new { schema = options.Schema, name = request.Name })).ToList();
        return found.Find(table => table.Name == request.Name) ?? (found.Count == 1 ? found[0] : throw (found.Count > 1
            ? new HarunireException(CaptureErrors.UnknownTable, $"several tables have this name but for upper and lower case: {string.Join(", ", found.Select(t => t.Name))}", Subject(request.Name), "write the name as the catalog has it")
            : await UnknownAsync(request)));
    }

    private async Task<HarunireException> UnknownAsync(TableRequest request)
    {
        var known = (await connection.QueryAsync<string>("SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(@schema)) AND relkind = 'r' ORDER BY relname", new { schema = options.Schema })).ToList();
        var nearest = NearestName.Find(request.Name, known);
        return new HarunireException(
            CaptureErrors.UnknownTable,
            "there is no such table",
            Subject(request.Name),
            nearest is not null ? $"did you mean {nearest}?" : known.Count == 0 ? $"the schema {options.Schema} has no tables: is 'schema' right?" : $"it has: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : "")}");
    }

    private void RefuseKinds(FoundTable table)
    {
        var reason = table.Kind switch
        {
            'p' => ("it is a partitioned table: detached and attached partitions change its rows without an event", "capture each partition as a table of its own"),
            'v' or 'm' or 'f' => ("it is a view or a foreign table", "capture the tables behind it"),
            _ when table.Persistence != 'p' => ("it is an unlogged or temporary table: its changes are not in the log", (string?)null),
            _ when table.HasRowSecurity => ("row security hides rows of it from capture's role", "ALTER ROLE ... BYPASSRLS"),
            _ => default,
        };
        if (reason.Item1 is not null)
        {
            throw new HarunireException(CaptureErrors.UnusableStrategy, reason.Item1, Subject(table.Name), reason.Item2);
        }
    }

    private static ImmutableHashSet<string> LeftOut(PostgreSqlTableOptions settings, List<DeclaredColumn> declared, string subject) =>
    [
        .. settings.LeaveOut.Select(name =>
            declared.Find(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))?.Name
            ?? throw new HarunireException(CaptureErrors.UnknownTable, $"the migration leaves out the column {name}, which the table does not have", subject)),
    ];

    private static PostgreSqlColumn Column(DeclaredColumn column, bool isKey, string subject)
    {
        var type = column.IsEnum ? new Model.Types.TextType() : PostgreSqlTypeNames.Parse(column.Declared);
        if (type is null || column.IsGenerated)
        {
            throw new HarunireException(
                CaptureErrors.UnsupportedType,
                column.IsGenerated ? $"column {column.Name} is generated: PostgreSQL leaves it out of the changes" : $"column {column.Name} has the type {column.Declared}",
                subject,
                $"leave it out: 'leave out: [{column.Name}]'; docs/postgresql-source.md lists the types that can be read");
        }

        return new PostgreSqlColumn(new ColumnDefinition(column.Name, type, !column.IsNotNull && !isKey) { IsFilled = column.HasDefault }, column.IsEnum ? "text" : column.Declared, column.TypeId, column.TypeModifier);
    }

    private async Task<ImmutableArray<int>> KeyOfAsync(TableRequest request, FoundTable table, List<DeclaredColumn> columns)
    {
        var keys = (await connection.QueryAsync<UniqueKey>(KeysQuery, new { oid = (long)table.Oid })).ToList();
        var wanted = request.Key.IsDefaultOrEmpty
            ? keys.Find(key => key.IsPrimary)
            : keys.Find(key => key.IsNotNull && key.Columns.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(request.Key));
        if (wanted is null)
        {
            throw new HarunireException(
                CaptureErrors.NoKey,
                request.Key.IsDefaultOrEmpty ? "it has no primary key" : $"({string.Join(", ", request.Key)}) are not the columns of a unique index that can't be NULL",
                Subject(table.Name),
                $"name the columns of a unique index that are NOT NULL: '{table.Name}: {{ key: [COLUMN] }}'");
        }

        ImmutableArray<int> key = [.. wanted.Columns.Select(name => columns.FindIndex(column => column.Name == name))];
        return key.Contains(-1) ? throw new HarunireException(CaptureErrors.NoKey, "a key column is left out", Subject(table.Name)) : key;
    }

    private sealed record FoundTable
    {
        public uint Oid { get; init; }

        public string Name { get; init; } = "";

        public string Schema { get; init; } = "";

        public char Kind { get; init; }

        public char Persistence { get; init; }

        public bool HasRowSecurity { get; init; }
    }

    private sealed record DeclaredColumn
    {
        public string Name { get; init; } = "";

        public string Declared { get; init; } = "";

        public bool IsEnum { get; init; }

        public bool IsNotNull { get; init; }

        public bool IsGenerated { get; init; }

        public bool HasDefault { get; init; }

        public uint TypeId { get; init; }

        public int TypeModifier { get; init; }
    }

    private sealed record UniqueKey
    {
        public bool IsPrimary { get; init; }

        public string[] Columns { get; init; } = [];

        public bool IsNotNull { get; init; }
    }
}
