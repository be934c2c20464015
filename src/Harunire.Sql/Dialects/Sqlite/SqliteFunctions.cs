using System.Collections.Concurrent;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Evaluation;

namespace Harunire.Sql.Dialects.Sqlite;

/// <summary>The functions that <see cref="SqlitePrinter"/> calls: Oracle's arithmetic and functions over SQLite's cells, without a driver.</summary>
public static class SqliteFunctions
{
    private static readonly ConcurrentDictionary<string, Func<object?[], object?>> Calls = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, OracleType> Types = new(StringComparer.Ordinal);

    public static IReadOnlyList<SqliteFunction> Scalars { get; } =
    [
        new("har_num", 1, a => a[0] is long or null ? a[0] : Write(Number(a[0]!))),
        new("har_read", 2, a => Write(StoredValue.Read(a[1], TypeOf(a[0])), TypeOf(a[0]))),
        new("har_add", 2, a => Arithmetic(a, OracleNumber.Add)),
        new("har_sub", 2, a => Arithmetic(a, OracleNumber.Subtract)),
        new("har_mul", 2, a => Arithmetic(a, OracleNumber.Multiply)),
        new("har_div", 2, a => Arithmetic(a, OracleNumber.Divide)),
        new("har_cmp", 2, a => a[0] is null || a[1] is null ? null : (long)Number(a[0]!).CompareTo(Number(a[1]!))),
        new("har_compare", 4, Compare),
        new("har_like", -1, Like),
        new("har_call", -1, a => Calls.GetOrAdd((string)a[0]!, Prepare)(a)),
    ];

    public static IReadOnlyList<SqliteAggregate> Aggregates { get; } =
    [
        new("har_sum", (state, cell) => cell is null ? state : state is OracleNumber sum ? sum + Number(cell) : Number(cell), state => state is OracleNumber sum ? Write(sum) : null),
        new("har_avg", Average, state => state is (OracleNumber Sum, long Count) ? Write(((ValueTuple<OracleNumber, long>)state).Item1 / OracleNumber.FromInt64(((ValueTuple<OracleNumber, long>)state).Item2)) : null),
        new("har_min", (state, cell) => Extreme(state, cell, -1), state => state is OracleNumber number ? Write(number) : null),
        new("har_max", (state, cell) => Extreme(state, cell, 1), state => state is OracleNumber number ? Write(number) : null),
    ];

    private static OracleNumber Number(object cell) =>
        cell is long integer ? OracleNumber.FromInt64(integer) : StoredValue.Read(cell, OracleType.Number).AsNumber;

    private static object? Write(OracleNumber number) => StoredValue.Write(Datum.FromNumber(number), OracleType.Number);

    private static object? Write(Datum value, OracleType type) => StoredValue.Write(value, type);

    private static OracleType TypeOf(object? text) => Types.GetOrAdd((string)text!, SqliteSignature.ParseType);

    private static object? Arithmetic(object?[] arguments, Func<OracleNumber, OracleNumber, OracleNumber> operation) =>
        arguments[0] is null || arguments[1] is null ? null : Write(operation(Number(arguments[0]!), Number(arguments[1]!)));

    private static object? Compare(object?[] arguments)
    {
        var (left, right) = (TypeOf(arguments[0]), TypeOf(arguments[1]));
        var (first, second) = (StoredValue.Read(arguments[2], left), StoredValue.Read(arguments[3], right));
        return first.IsNull || second.IsNull ? null : (long)Math.Sign(DatumOrder.Of(left, right).Compare(in first, in second));
    }

    private static object? Like(object?[] arguments) =>
        Array.IndexOf(arguments, null) >= 0
            ? null
            : ScalarOperations.IsLike((string)arguments[0]!, (string)arguments[1]!, arguments.Length > 2 ? (string)arguments[2]! : null) ? 1L : 0L;

    private static Func<object?[], object?> Prepare(string text)
    {
        var signature = SqliteSignature.Parse(text);
        var operation = ScalarOperations.Of(signature.Function, signature.Arguments, signature.Result, _ => null);
        return cells =>
        {
            var values = new Datum[signature.Arguments.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = StoredValue.Read(cells[i + 1], signature.Arguments[i]);
            }

            return Write(operation(values), signature.Result);
        };
    }

    private static object? Average(object? state, object? cell)
    {
        if (cell is null)
        {
            return state;
        }

        var (sum, count) = state is ValueTuple<OracleNumber, long> so ? so : default;
        return (sum + Number(cell), count + 1);
    }

    private static object? Extreme(object? state, object? cell, int sign)
    {
        if (cell is null)
        {
            return state;
        }

        var number = Number(cell);
        return state is OracleNumber best && best.CompareTo(number) * sign >= 0 ? state : number;
    }
}
