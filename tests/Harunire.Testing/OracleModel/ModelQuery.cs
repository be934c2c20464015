using System.Globalization;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>Runs a parsed query.</summary>
internal sealed class ModelQuery(ModelOracle oracle, ModelSession session, IReadOnlyList<object> binds)
{
    private readonly ModelExpression _expression = new(oracle, session, binds);

    /// <summary>The cells as a driver gives them.</summary>
    public List<object[]> Run(SqlSelect query) => [.. Rows(query).Select(row => row.Select(ModelCells.Of).ToArray())];

    private List<Datum[]> Rows(SqlSelect query)
    {
        var rows = Filtered(query);
        if (query.GroupBy.Count > 0 || query.Items.Any(ModelExpression.IsAggregate))
        {
            var groups = query.GroupBy.Count == 0
                ? [rows]
                : rows.GroupBy(row => string.Join('\0', query.GroupBy.Select(e => _expression.Value(e, row).ToString())), StringComparer.Ordinal).Select(g => g.ToList()).ToList();
            return [.. groups.Select(group => query.Items.Select(item => _expression.Aggregate(item, group)).ToArray())];
        }

        if (query.OrderBy.Count > 0)
        {
            rows.Sort((a, b) => query.OrderBy.Select(e => Order(_expression.Value(e, a), _expression.Value(e, b))).FirstOrDefault(order => order != 0));
        }

        var limit = query.Fetch is { } fetch && _expression.Value(fetch, new ModelRow()).AsNumber.TryToInt64(out var most) ? (int)most : int.MaxValue;
        var selected = rows.Take(limit).Select(row => query.Items.Select(item => _expression.Value(item, row)).ToArray()).ToList();
        return query.IsDistinct ? [.. selected.DistinctBy(row => string.Join('\0', row.Select(d => d.ToString())), StringComparer.Ordinal)] : selected;
    }

    private List<ModelRow> Filtered(SqlSelect query)
    {
        var rows = query.From.Skip(1).Aggregate(Source(query.From[0]).ToList(), Join);
        return query.Where is { } where ? rows.FindAll(row => _expression.IsTrue(where, row)) : rows;
    }

    private List<ModelRow> Join(List<ModelRow> left, SqlSource source)
    {
        var right = Source(source).ToList();
        var joined = new List<ModelRow>();
        foreach (var row in left)
        {
            var matches = right.Select(row.Join).Where(both => _expression.IsTrue(source.On!, both)).ToList();
            joined.AddRange(matches);
            if (matches.Count == 0 && source.IsLeft)
            {
                joined.Add(row.Join(Empty(source)));
            }
        }

        return joined;
    }

    private ModelRow Empty(SqlSource source)
    {
        var table = oracle.Table(source.Name!);
        return table.Columns.Select(c => c.Name).Append("ROWID").Append("ORA_ROWSCN").Aggregate(new ModelRow(), (row, name) => row.Add(source.Alias, name, Datum.Null));
    }

    private IEnumerable<ModelRow> Source(SqlSource source)
    {
        if (source.Query is { Items: [SqlLiteral { Value: null }] } all)
        {
            return Filtered(all).Select(row => row.As(source.Alias));
        }

        if (source.Query is { } inner)
        {
            var names = inner.Items.Zip(inner.Names, (item, name) => name ?? ((SqlName)item).Name).ToList();
            return Rows(inner).Select(row => names.Select((name, i) => (name, row[i])).Aggregate(new ModelRow(), (r, v) => r.Add(source.Alias, v.name, v.Item2)));
        }

        if (oracle.Revoked.Contains(source.Name!))
        {
            throw OracleError.NotThere(source.Name!);
        }

        if (source.Owner is null && ModelViews.Rows(oracle, source.Name!) is { } view)
        {
            return view.Select(row => row.As(source.Alias));
        }

        var table = oracle.Tables.Find(t => t.Name == source.Name && t.Owner == source.Owner) ?? throw OracleError.NotThere(source.Name!);
        var rows = source.AsOf is { } asOf ? ModelTables.AsOf(oracle, table, Scn(asOf))
            : source.Low is { } low ? ModelTables.Versions(oracle, table, Scn(low), Scn(source.High!))
            : ModelTables.Now(oracle, table, session.ReadScn);
        return rows.Select(row => row.As(source.Alias));
    }

    private long Scn(SqlNode node) => _expression.Value(node, new ModelRow()).AsNumber.TryToInt64(out var scn) ? scn : throw new OracleError(8181, string.Create(CultureInfo.InvariantCulture, $"not an SCN: {node}"));

    // NULLs last, as in an ascending ORDER BY. A linguistic sort would ignore case first.
    private int Order(Datum a, Datum b) => (a.IsNull, b.IsNull) switch
    {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => -1,
        _ when a.Kind == DatumKind.Text && session["NLS_SORT"] != "BINARY" => string.Compare(a.AsText, b.AsText, StringComparison.OrdinalIgnoreCase),
        _ => Datum.Compare(a, b),
    };
}
