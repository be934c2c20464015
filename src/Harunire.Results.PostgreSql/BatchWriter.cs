using Harunire.Model.Errors;
using Harunire.Model.Results;
using Npgsql;
using NpgsqlTypes;

namespace Harunire.Results.PostgreSql;

/// <summary>Writes the rows of one batch within a transaction: some thousand rows a statement, a column an array.</summary>
internal sealed class BatchWriter
{
    private const int RowsOfAStatement = 4000;

    private readonly PostgreSqlTableShape _shape;
    private readonly ResultBatch _batch;
    private readonly byte[][] _keys;
    private readonly string?[][] _cells;
    private readonly List<int> _written = [];
    private readonly List<int> _deleted = [];

    /// <summary>All values are turned into their texts first: one that its column can't hold (HAR6008) leaves nothing written.</summary>
    public BatchWriter(PostgreSqlTableShape shape, ResultBatch batch, string name)
    {
        (_shape, _batch) = (shape, batch);
        _keys = BatchShape.Check(batch);
        var table = batch.Table;
        _cells = new string?[_keys.Length][];
        for (var i = 0; i < _keys.Length; i++)
        {
            var row = batch.Rows[i];
            if (row.Values is null)
            {
                _deleted.Add(i);
                continue;
            }

            _written.Add(i);
            var cells = _cells[i] = new string?[table.Columns.Length];
            for (var c = 0; c < cells.Length; c++)
            {
                try
                {
                    cells[c] = PostgreSqlCell.Write(row[c], table.Columns[c].Type);
                }
                catch (HarunireException failure) when (failure.Code == ResultErrors.ValueDoesNotFit)
                {
                    throw new HarunireException(failure.Code, $"{table.Columns[c].Name} of the row ({string.Join(", ", row.Key)}): {failure.Diagnostics[0].Message}", $"{name}, {table.Name}", "change the expression in the mapping's query", failure);
                }
            }
        }
    }

    public async Task<ApplyOutcome> WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        long deleted = 0;
        foreach (var rows in _deleted.Chunk(RowsOfAStatement))
        {
            await using var command = new NpgsqlCommand(_shape.Delete(), connection);
            Add(command, NpgsqlDbType.Bytea, rows.Select(i => _keys[i]).ToArray());
            deleted += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        long upserted = 0;
        foreach (var rows in _written.Chunk(RowsOfAStatement))
        {
            await using var command = new NpgsqlCommand(_shape.Upsert(), connection);
            for (var c = 0; c < _batch.Table.Columns.Length; c++)
            {
                Add(command, NpgsqlDbType.Text, rows.Select(i => _cells[i][c]).ToArray());
            }

            Add(command, NpgsqlDbType.Bytea, rows.Select(i => _keys[i]).ToArray());
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = _batch.Version });
            upserted += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return new ApplyOutcome(Applied: true, upserted, deleted);
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object values) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
}
