using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>A serializable transaction that only reads: legacy tables and queries of an Oracle database, all as of its beginning. One reading at a time.</summary>
/// <remarks>It needs SELECT on what it reads and no flashback. Where undo does not last as long as the reading, it is ORA-01555, told with its hint.</remarks>
public sealed class OracleReading : IAsyncDisposable
{
    private readonly OracleSession _session;
    private readonly OracleSourceOptions _options;
    private readonly SemaphoreSlim _turn = new(1);

    private OracleReading(OracleSession session, OracleSourceOptions options) => (_session, _options) = (session, options);

    /// <summary>For messages.</summary>
    public string Name => _session.Name;

    /// <summary>What is read holds every commit up to some SCN at or below this one.</summary>
    public long Scn { get; private init; }

    /// <param name="options">Of the session; its schema is the owner of tables that are named without one.</param>
    /// <param name="withScn">False: V$DATABASE is not asked, and <see cref="Scn"/> is 0.</param>
    public static async Task<OracleReading> OpenAsync(
        DbProviderFactory factory, string connectionString, string name, OracleSourceOptions options, bool withScn, CancellationToken cancellationToken)
    {
        var session = await OracleSession.OpenAsync(factory, connectionString, name, options, cancellationToken);
        try
        {
            await session.FixMomentAsync(cancellationToken);

            // Behind the transaction's beginning: what it shows was committed before.
            return new OracleReading(session, options)
            {
                Scn = withScn ? (await session.QueryAsync(new OracleStatement("poll"), row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancellationToken))[0] : 0,
            };
        }
        catch (DbException failure)
        {
            await session.DisposeAsync();
            throw OracleFailure.ToError(failure, name, withScn ? "GRANT SELECT ON SYS.V_$DATABASE TO <user>" : null);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>A table's or view's columns, whatever its key; null where there is none, or no privilege on it.</summary>
    /// <param name="written"><c>TABLE</c> or <c>OWNER.TABLE</c>; upper case unless it is there as written.</param>
    public Task<TableSchema?> FindAsync(string written, CancellationToken cancellationToken)
    {
        var dot = written.LastIndexOf('.');
        var (owner, table) = dot < 0 ? (_options.Schema, written) : (written[..dot], written[(dot + 1)..]);
        return GuardedAsync(
            async () => await new OracleDictionary(_session, _options with { Schema = owner }).FindRowsAsync(table, cancellationToken)
                ?? await new OracleDictionary(_session, _options with { Schema = owner.ToUpperInvariant() }).FindRowsAsync(table.ToUpperInvariant(), cancellationToken),
            cancellationToken);
    }

    /// <summary>The tables of the schema.</summary>
    public Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellationToken) => GuardedAsync<IReadOnlyList<string>>(
        async () => await _session.QueryAsync(new OracleStatement("tables").Bind("owner", _options.Schema), row => row.GetString(0), cancellationToken), cancellationToken);

    /// <summary>A table's rows in any order; columns that are not wanted are NULL.</summary>
    public IAsyncEnumerable<Datum[]> ReadAsync(TableSchema table, IReadOnlySet<int> wanted, CancellationToken cancellationToken) => RowsAsync(
        new OracleStatement("rows")
            .Part("columns", string.Join(", ", table.Columns.Select((column, i) => wanted.Contains(i) ? OracleColumn.Select(OracleTable.Of(column), column.Type) : "NULL")))
            .Part("table", OracleIdentifier.Quote(table.Name)),
        [.. table.Columns.Select(column => (column.Name, column.Type))],
        $"{Name}, {table.Name}",
        cancellationToken);

    /// <summary>A query's rows as the types say.</summary>
    /// <param name="sql">As the printer for Oracle writes it.</param>
    /// <param name="columns">The names of its columns, and their types.</param>
    /// <param name="parameters">The values of <c>:k0</c>, <c>:k1</c>, ...</param>
    public IAsyncEnumerable<Datum[]> QueryAsync(string sql, IReadOnlyList<(string Name, OracleType Type)> columns, IReadOnlyList<Datum> parameters, CancellationToken cancellationToken)
    {
        var statement = OracleStatement.OfText($"SELECT {string.Join(", ", columns.Select(column => OracleColumn.Select(column.Name, column.Type)))}\nFROM ({sql}) r0");
        for (var i = 0; i < parameters.Count; i++)
        {
            statement.Bind(string.Create(CultureInfo.InvariantCulture, $"k{i}"), parameters[i].IsNull ? DBNull.Value : OracleColumn.Write(parameters[i]));
        }

        return RowsAsync(statement, columns, Name, cancellationToken);
    }

    /// <summary>The first two rows of a query, each cell as text.</summary>
    public Task<IReadOnlyList<IReadOnlyList<string?>>> AskAsync(string query, CancellationToken cancellationToken) => GuardedAsync<IReadOnlyList<IReadOnlyList<string?>>>(
        async () =>
        {
            await using var command = _session.CreateCommand(OracleStatement.OfText(query));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<IReadOnlyList<string?>>();
            while (rows.Count < 2 && await reader.ReadAsync(cancellationToken))
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
            }

            return rows;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _turn.Dispose();
    }

    private async IAsyncEnumerable<Datum[]> RowsAsync(
        OracleStatement statement, IReadOnlyList<(string Name, OracleType Type)> columns, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var command = _session.CreateCommand(statement);
            await using var reader = await FailingAsync(() => command.ExecuteReaderAsync(cancellationToken));
            while (await FailingAsync(() => reader.ReadAsync(cancellationToken)))
            {
                var row = new Datum[columns.Count];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = Cell(reader, i, columns[i], subject);
                }

                yield return row;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Datum Cell(DbDataReader reader, int ordinal, (string Name, OracleType Type) column, string subject)
    {
        try
        {
            return OracleColumn.Read(reader, ordinal, column.Type);
        }
        catch (HarunireException failure)
        {
            throw new HarunireException(CaptureErrors.BadValue, failure.Diagnostics[0].Message, $"{subject}.{column.Name}", inner: failure);
        }
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await FailingAsync(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> FailingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (DbException failure)
        {
            throw OracleFailure.ToError(failure, Name);
        }
    }
}
