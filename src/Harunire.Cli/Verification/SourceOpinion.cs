using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Plans.Nodes;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.Sqlite;
using Harunire.Verify.Explanation;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>Runs the mapping's query inside the source's read transaction.</summary>
/// <remarks>A single key is asked for by key. For more, the query runs once and its rows are picked: SQLite finds no index behind Oracle's functions, so each question would scan the tables again.</remarks>
internal sealed class SourceOpinion(SqliteConnection connection, BoundQuery query, MappingPlan plan) : IThirdOpinion
{
    /// <summary>Beyond so many rows, the rows behind further keys stay unknown.</summary>
    private const int KeptRows = 50_000;

    public async IAsyncEnumerable<Opinion> ConsultAsync(IReadOnlyList<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = keys.Select(key => KeyEncoding.Name(key)).ToHashSet(StringComparer.Ordinal);
        int[] keyOrdinals = [.. plan.TargetOrdinals.Take(plan.Target.KeyCount)];
        var rows = new Dictionary<string, Datum[]>(StringComparer.Ordinal);
        await foreach (var row in RunAsync(query, keyOrdinals, keys, cancellationToken))
        {
            Datum[] ordered = [.. plan.TargetOrdinals.Select(o => row[o])];
            var name = KeyEncoding.Name(ordered.AsSpan(0, keyOrdinals.Length));
            if (wanted.Contains(name))
            {
                rows[name] = ordered;
            }
        }

        var behind = RowsBehindKeys.Of(query, plan);
        var baseRows = behind is null ? null : await BehindAsync(behind, keys, wanted, cancellationToken);
        foreach (var key in keys)
        {
            yield return new Opinion
            {
                Key = key,
                Row = rows.GetValueOrDefault(KeyEncoding.Name(key)),
                BaseRows = baseRows is null ? null : baseRows.TryGetValue(KeyEncoding.Name(key), out var list) ? list?.ToImmutable() : [],
            };
        }
    }

    private async Task<Dictionary<string, ImmutableArray<BaseRow>.Builder?>> BehindAsync(
        RowsBehindKeys behind, IReadOnlyList<Datum[]> keys, HashSet<string> wanted, CancellationToken cancellationToken)
    {
        int[] keyOrdinals = [.. Enumerable.Range(0, plan.Target.KeyCount)];
        var found = new Dictionary<string, ImmutableArray<BaseRow>.Builder?>(StringComparer.Ordinal);
        var kept = 0;
        await foreach (var row in RunAsync(behind.Query, keyOrdinals, keys, cancellationToken))
        {
            var name = KeyEncoding.Name(row.AsSpan(0, keyOrdinals.Length));
            if (!wanted.Contains(name))
            {
                continue;
            }

            if (kept == KeptRows)
            {
                found[name] = null;
            }
            else if (!found.TryGetValue(name, out var list))
            {
                found[name] = list = ImmutableArray.CreateBuilder<BaseRow>();
                list.Add(behind.Read(row));
                kept++;
            }
            else if (list is not null)
            {
                list.Add(behind.Read(row));
                kept++;
            }
        }

        return found;
    }

    private async IAsyncEnumerable<Datum[]> RunAsync(BoundQuery bound, int[] keyOrdinals, IReadOnlyList<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        if (keys.Count == 1)
        {
            command.CommandText = new SqlitePrinter().PrintByKey(bound, keyOrdinals);
            for (var i = 0; i < keyOrdinals.Length; i++)
            {
                command.Parameters.AddWithValue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@k{i}"), StoredValue.Write(keys[0][i], bound.Columns[keyOrdinals[i]].Type) ?? DBNull.Value);
            }
        }
        else
        {
            command.CommandText = new SqlitePrinter().Print(bound);
        }

        var types = bound.Columns.Select(c => c.Type).ToArray();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new Datum[types.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = StoredValue.Read(reader.GetValue(i), types[i]);
            }

            yield return row;
        }
    }
}
