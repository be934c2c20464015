using System.Globalization;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>Writes random queries in Oracle's SQL over the corpus' tables, with what they draw at random from one seed.</summary>
/// <remarks>Left out, because PostgreSQL or a driver has another rule: letters beyond ASCII in UPPER, fractions of seconds, quotients that are not rounded.</remarks>
internal sealed class RandomQuery(int seed)
{
    private static readonly Dictionary<string, Columns> Tables = new(StringComparer.Ordinal)
    {
        ["emp"] = new(["id", "dept_id", "boss_id", "salary", "bonus"], ["name", "note"], ["grade"], ["hired"]),
        ["dept"] = new(["id", "budget"], ["name", "city"], ["kind"], ["opened"]),
        ["task"] = new(["id", "emp_id", "dept_id", "hours"], ["state"], [], ["due"]),
    };

    private readonly Random _random = new(seed);
    private int _aliases;

    public string Write() => _random.Next(8) switch
    {
        0 => $"{Select([], [Kind.Number, Kind.Text])} UNION ALL {Select([], [Kind.Number, Kind.Text])}",
        1 => $"SELECT COUNT(*) AS n, SUM(v.c0) AS s, MIN(v.c1) AS lo FROM ({Select([], [Kind.Number, Kind.Text])}) v",
        _ => Select([], [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => (Kind)_random.Next(3))]),
    };

    private string Select(IReadOnlyList<Source> outer, Kind[] kinds)
    {
        var sources = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => NewSource()).ToList();
        var (from, conditions) = From(sources);
        if (_random.Next(3) > 0)
        {
            conditions.Add(Condition([.. sources, .. outer], 2));
        }

        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions.Select(c => $"({c})"))}";
        if (_random.Next(3) > 0)
        {
            var distinct = _random.Next(6) == 0 ? "DISTINCT " : "";
            return $"SELECT {distinct}{List(kinds.Select(k => Value(k, sources, 2)))} FROM {from}{where}";
        }

        var keys = Enumerable.Range(0, _random.Next(3)).Select(_ => Value((Kind)_random.Next(3), sources, 1)).Where(k => sources.Exists(s => k.Contains(s.Alias + ".", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).ToList();
        var group = keys.Count == 0 ? "" : $" GROUP BY {string.Join(", ", keys)}";
        var having = keys.Count == 0 || _random.Next(3) > 0 ? "" : $" HAVING COUNT(*) >= {_random.Next(1, 3)} OR {Aggregate(Kind.Number, sources)} > {_random.Next(100)}";
        return $"SELECT {List(kinds.Select(k => Aggregate(k, sources)))} FROM {from}{where}{group}{having}";
    }

    private static string List(IEnumerable<string> items) => string.Join(", ", items.Select((item, i) => $"{item} AS c{i}"));

    private (string From, List<string> Conditions) From(List<Source> sources)
    {
        var conditions = new List<string>();
        var style = _random.Next(3);
        var from = sources[0].ToString();
        for (var i = 1; i < sources.Count; i++)
        {
            var (left, right) = (sources[_random.Next(i)], sources[i]);
            var (a, b) = (Pick(left.Columns.Numbers.Where(c => c.EndsWith("id", StringComparison.Ordinal))), Pick(right.Columns.Numbers.Where(c => c.EndsWith("id", StringComparison.Ordinal))));
            var equality = $"{left.Alias}.{a} = {right.Alias}.{b}";
            switch (style)
            {
                case 0:
                    from += $", {right}";
                    conditions.Add(equality);
                    break;
                case 1:
                    from += $", {right}";
                    conditions.Add($"{left.Alias}.{a} = {right.Alias}.{b} (+)");
                    break;
                default:
                    var kind = Pick(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "LEFT JOIN"]);
                    from += $" {kind} {right} ON {equality}{(kind is "FULL JOIN" || _random.Next(2) == 0 ? "" : $" AND {Comparison([left, right], 1)}")}";
                    break;
            }
        }

        return (from, conditions);
    }

    private Source NewSource()
    {
        var table = Pick(Tables.Keys);
        var alias = "t" + (_aliases++).ToString(CultureInfo.InvariantCulture);
        return _random.Next(6) == 0
            ? new Source($"(SELECT x.* FROM {table} x WHERE {Comparison([new Source(table, "x", Tables[table])], 1)})", alias, Tables[table])
            : new Source(table, alias, Tables[table]);
    }

    private string Condition(IReadOnlyList<Source> sources, int depth) => depth == 0 ? Comparison(sources, 1) : _random.Next(9) switch
    {
        0 => $"{Condition(sources, depth - 1)} AND {Condition(sources, depth - 1)}",
        1 => $"({Condition(sources, depth - 1)} OR {Condition(sources, depth - 1)})",
        2 => $"NOT ({Condition(sources, depth - 1)})",
        3 => Subquery(sources),
        _ => Comparison(sources, 1),
    };

    private string Comparison(IReadOnlyList<Source> sources, int depth)
    {
        var kind = (Kind)_random.Next(3);
        string V() => Value(kind, sources, depth);
        return _random.Next(9) switch
        {
            0 => $"{V()} IS {Pick(["", "NOT "])}NULL",
            1 => $"{V()} {Pick(["", "NOT "])}BETWEEN {V()} AND {V()}",
            2 => $"{V()} {Pick(["", "NOT "])}IN ({V()}, {V()}, {V()})",
            3 => $"{Value(Kind.Text, sources, depth)} {Pick(["", "NOT "])}LIKE '{Pick(["%a%", "_n%", "S%", "%", "%e"])}'",
            4 when sources.SelectMany(s => s.Columns.Chars.Select(c => $"{s.Alias}.{c}")).ToList() is { Count: > 0 } chars => $"{Pick(chars)} {Pick(["=", "<>", ">", "<="])} {Pick(["'A'", "'B  '", "' '", "'IN'", Pick(chars)])}",
            _ => $"{V()} {Pick(["=", "<>", "<", "<=", ">", ">="])} {V()}",
        };
    }

    private string Subquery(IReadOnlyList<Source> outer)
    {
        var inner = NewSource();
        var o = Pick(outer);
        var link = Pick([
            $"{inner.Alias}.{Pick(inner.Columns.Numbers)} = {o.Alias}.{Pick(o.Columns.Numbers)}",
            $"{inner.Alias}.{Pick(inner.Columns.Numbers)} = {o.Alias}.{Pick(o.Columns.Numbers)} AND {inner.Alias}.{Pick(inner.Columns.Numbers)} > {o.Alias}.{Pick(o.Columns.Numbers)}",
            Comparison([inner], 1),
        ]);
        var not = Pick(["", "NOT "]);
        return _random.Next(3) switch
        {
            0 => $"{not}EXISTS (SELECT 1 FROM {inner} WHERE {link})",
            1 => $"{Value(Kind.Number, [o], 0)} {not}IN (SELECT {Value(Kind.Number, [inner], 1)} FROM {inner} WHERE {link})",
            _ => $"{Value(Kind.Number, [o], 0)} {Pick([">", "=", "<="])} (SELECT {Pick(["MAX", "MIN", "SUM", "COUNT"])}({inner.Alias}.{Pick(inner.Columns.Numbers)}) FROM {inner} WHERE {link})",
        };
    }

    private string Aggregate(Kind kind, IReadOnlyList<Source> sources) => kind switch
    {
        Kind.Number => _random.Next(5) switch
        {
            0 => "COUNT(*)",
            1 => $"COUNT({Pick(["", "DISTINCT "])}{Value((Kind)_random.Next(3), sources, 1)})",
            2 => $"ROUND(AVG({Value(Kind.Number, sources, 1)}), 4)",
            3 => $"{Pick(["MIN", "MAX"])}({Value(Kind.Number, sources, 1)})",
            _ => $"SUM({Pick(["", "", "DISTINCT "])}{Value(Kind.Number, sources, 1)})",
        },
        _ => $"{Pick(["MIN", "MAX"])}({Value(kind, sources, 1)})",
    };

    private string Value(Kind kind, IReadOnlyList<Source> sources, int depth)
    {
        if (depth == 0 || _random.Next(3) == 0)
        {
            return Leaf(kind, sources);
        }

        string V(Kind k) => Value(k, sources, depth - 1);
        string If() => $"CASE WHEN {Comparison(sources, 0)} THEN {V(kind)} WHEN {Comparison(sources, 0)} THEN {V(kind)}{(_random.Next(2) == 0 ? $" ELSE {V(kind)}" : "")} END";
        var (n, t, d) = (Kind.Number, Kind.Text, Kind.Date);
        return kind switch
        {
            Kind.Number => _random.Next(14) switch
            {
                0 or 1 => $"({V(n)} {Pick(["+", "-", "*"])} {V(n)})",
                2 => $"NVL({V(n)}, {V(n)})",
                3 => $"ROUND({V(n)} / {Pick(["3", "7", "0.4"])}, {_random.Next(3)})",
                4 => $"TRUNC({V(n)}, {_random.Next(-1, 2)})",
                5 => $"ABS({V(n)})",
                6 => $"MOD({V(n)}, 7)",
                7 => $"LENGTH({V(t)})",
                8 => $"EXTRACT({Pick(["YEAR", "MONTH", "DAY"])} FROM {V(d)})",
                9 => $"DECODE({V(t)}, {V(t)}, {V(n)}, {V(n)})",
                10 => $"NULLIF({V(n)}, {V(n)})",
                11 => $"{Pick(["GREATEST", "LEAST"])}({V(n)}, {V(n)})",
                12 => $"INSTR({V(t)}, 'a')",
                _ => If(),
            },
            Kind.Text => _random.Next(9) switch
            {
                0 => $"({V(t)} || {V(t)})",
                1 => $"SUBSTR({V(t)}, {_random.Next(1, 4)}, {_random.Next(1, 4)})",
                2 => $"NVL({V(t)}, 'none')",
                3 => $"TRIM({V(t)})",
                4 => $"REPLACE({V(t)}, 'a', 'oo')",
                5 => $"LPAD({V(t)}, 5, '*')",
                6 => $"TO_CHAR({V(d)}, '{Pick(["YYYY-MM", "DD.MM.YYYY HH24:MI:SS", "Q"])}')",
                7 => $"COALESCE({V(t)}, {V(t)})",
                _ => If(),
            },
            _ => _random.Next(7) switch
            {
                0 => $"TRUNC({V(d)})",
                1 => $"TRUNC({V(d)}, '{Pick(["MM", "YYYY", "Q", "IW", "HH24"])}')",
                2 => $"ADD_MONTHS({V(d)}, {_random.Next(-3, 4)})",
                3 => $"LAST_DAY({V(d)})",
                4 => $"({V(d)} + {_random.Next(-40, 40)})",
                5 => $"NVL({V(d)}, {V(d)})",
                _ => If(),
            },
        };
    }

    private string Leaf(Kind kind, IReadOnlyList<Source> sources)
    {
        var source = Pick(sources);
        var names = kind switch { Kind.Number => source.Columns.Numbers, Kind.Text => source.Columns.Texts, _ => source.Columns.Dates };
        return _random.Next(4) > 0 ? $"{source.Alias}.{Pick(names)}" : kind switch
        {
            Kind.Number => Pick(["0", "1", "10", "-3", "0.5", "20", "3999.99"]),
            Kind.Text => Pick(["'Sales'", "'OPEN'", "'a'", "' x '"]),
            _ => Pick(["DATE '2020-02-29'", "DATE '2024-01-31'", "TO_DATE('2021-12-31 23:59:59', 'YYYY-MM-DD HH24:MI:SS')"]),
        };
    }

    private T Pick<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        return list[_random.Next(list.Count)];
    }

    private enum Kind
    {
        Number,
        Text,
        Date,
    }

    private sealed record Columns(string[] Numbers, string[] Texts, string[] Chars, string[] Dates);

    private sealed record Source(string Table, string Alias, Columns Columns)
    {
        public override string ToString() => $"{Table} {Alias}";
    }
}
