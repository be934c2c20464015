using System.Globalization;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>Evaluates expressions and conditions with Oracle's rules: NULL is unknown, times in the session's zone.</summary>
internal sealed class ModelExpression(ModelOracle oracle, ModelSession session, IReadOnlyList<object> binds)
{
    private const string RowIdDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static bool IsAggregate(SqlNode node) => node is SqlCall { Function: "COUNT" or "MIN" or "MAX" or "SUM" } || (node is SqlCall call && call.Arguments.Any(IsAggregate));

    public bool IsTrue(SqlNode condition, ModelRow row) => Truth(condition, row) == true;

    public Datum Value(SqlNode node, ModelRow row) => node switch
    {
        SqlLiteral { Value: Datum value } => value,
        SqlBind bind => ModelCells.OfBind(binds[bind.Index]),
        SqlName { Alias: null, Name: "SYSDATE" } => Local(),
        SqlName { Alias: null, Name: "SYSTIMESTAMP" } => Datum.FromTimestampTz(new OracleTimestampTz(Stamp(oracle.Utc), (int)oracle.Offset.TotalMinutes)),
        SqlName name => row.Find(name.Alias, name.Name),
        SqlBinary { Operator: "/" } division => Datum.FromNumber(OracleNumber.Divide(Value(division.Left, row).AsNumber, Value(division.Right, row).AsNumber)),
        SqlBinary { Operator: "-" } minus when Value(minus.Left, row) is { Kind: DatumKind.Date } date => Datum.FromDate(date.AsDate.AddDays(OracleNumber.Zero - Value(minus.Right, row).AsNumber)),
        SqlCall call => Call(call.Function, [.. call.Arguments.Select(a => Value(a, row))]),
        _ => throw new OracleError(936, $"missing expression: {node}"),
    };

    public Datum Aggregate(SqlNode node, List<ModelRow> group)
    {
        if (node is not SqlCall call)
        {
            return group.Count > 0 ? Value(node, group[0]) : Value(node, new ModelRow());
        }

        var values = IsAggregate(node) && call.Function is "MIN" or "MAX" or "SUM" ? group.Select(r => Value(call.Arguments[0], r)).Where(v => !v.IsNull).ToList() : [];
        return call.Function switch
        {
            "COUNT" => Datum.FromNumber(group.Count),
            "MIN" => values.Count == 0 ? Datum.Null : values.Aggregate((a, b) => Datum.Compare(a, b) <= 0 ? a : b),
            "MAX" => values.Count == 0 ? Datum.Null : values.Aggregate((a, b) => Datum.Compare(a, b) >= 0 ? a : b),
            "SUM" => values.Count == 0 ? Datum.Null : Datum.FromNumber(values.Aggregate(OracleNumber.Zero, (sum, v) => sum + v.AsNumber)),
            _ => Call(call.Function, [.. call.Arguments.Select(a => Aggregate(a, group))]),
        };
    }

    private bool? Truth(SqlNode node, ModelRow row)
    {
        switch (node)
        {
            case SqlBinary { Operator: "AND" } both:
                return Truth(both.Left, row) switch { false => false, true => Truth(both.Right, row), _ => Truth(both.Right, row) == false ? false : null };
            case SqlBinary { Operator: "OR" } either:
                return Truth(either.Left, row) switch { true => true, false => Truth(either.Right, row), _ => Truth(either.Right, row) == true ? true : null };
            case SqlIsNull test:
                return Value(test.Operand, row).IsNull != test.IsNegated;
            case SqlIn list:
                var item = Value(list.Operand, row);
                return item.IsNull ? null : list.Items.Any(i => Value(i, row) == item);
            case SqlBinary comparison:
                var (left, right) = (Value(comparison.Left, row), Value(comparison.Right, row));
                return left.IsNull || right.IsNull ? null : Compare(comparison.Operator, Ordered(left, right));
            default:
                throw new OracleError(920, $"invalid relational operator: {node}");
        }
    }

    // Different types are an error of the statement: Oracle would convert by settings that nobody named.
    private static int Ordered(Datum left, Datum right) =>
        (left.Kind, right.Kind) switch
        {
            (DatumKind.Date, DatumKind.Timestamp) or (DatumKind.Timestamp, DatumKind.Date) => Stamp(left).CompareTo(Stamp(right)),
            var (l, r) when l != r => throw new OracleError(932, $"inconsistent datatypes: expected {l} got {r}"),
            _ => Datum.Compare(left, right),
        };

    private static OracleTimestamp Stamp(Datum value) => value.Kind == DatumKind.Date ? OracleTimestamp.FromDate(value.AsDate) : value.AsTimestamp;

    private static bool Compare(string sign, int order) => sign switch
    {
        "=" => order == 0,
        "<>" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => throw new OracleError(920, $"invalid relational operator: {sign}"),
    };

    private Datum Call(string function, Datum[] arguments) => (function, arguments) switch
    {
        ("SYS_CONTEXT", [var space, var name]) when space.AsText == "USERENV" && name.AsText == "SERVICE_NAME" => Datum.FromText(oracle.Service),
        ("UPPER", [var text]) => Datum.FromText(text.AsText.ToUpperInvariant()),
        ("DECODE", [var value, var search, var found, var otherwise]) => value == search ? found : otherwise,
        (_, [{ IsNull: true }, ..]) => Datum.Null,
        ("RAWTOHEX", [var raw]) => Datum.FromText(Convert.ToHexString(raw.AsRaw)),
        ("HEXTORAW", [var text]) => Datum.FromRaw(Convert.FromHexString(text.AsText)),
        ("ROWIDTOCHAR", [var raw]) => Datum.FromText(new string([.. raw.AsRaw.Select(digit => RowIdDigits[digit])])),
        ("CHARTOROWID", [var text]) => Datum.FromRaw([.. text.AsText.Select(c => (byte)RowIdDigits.IndexOf(c, StringComparison.Ordinal))]),
        ("TO_CHAR", [{ Kind: DatumKind.Number } number, var mask, var nls]) when mask.AsText == "TM9" && nls.AsText == "NLS_NUMERIC_CHARACTERS='.,'" => Datum.FromText(number.AsNumber.ToString()),
        ("TO_CHAR", [{ Kind: DatumKind.IntervalYearToMonth or DatumKind.IntervalDayToSecond } interval]) => Datum.FromText(interval.ToString()),
        ("TO_CHAR", [var time, var mask]) => Datum.FromText(ModelMasks.Write(time, mask.AsText)),
        ("TO_NUMBER", [var text]) => Number(text.AsText),
        ("TO_DATE", [var text, var mask]) => ModelMasks.Read(text.AsText, mask.AsText) is { } time ? Datum.FromDate(time.Local.Date) : throw new OracleError(1861, "literal does not match format string"),
        ("TO_TIMESTAMP", [var text, var mask]) => ModelMasks.Read(text.AsText, mask.AsText) is { } time ? Datum.FromTimestamp(time.Local) : throw new OracleError(1861, "literal does not match format string"),
        ("TO_TIMESTAMP_TZ", [var text, var mask]) => ModelMasks.Read(text.AsText, mask.AsText) is { } time ? Datum.FromTimestampTz(time) : throw new OracleError(1861, "literal does not match format string"),
        _ => throw new OracleError(904, $"\"{function}\" with these arguments: invalid identifier"),
    };

    private Datum Number(string text) => session["NLS_NUMERIC_CHARACTERS"] == ".," && OracleNumber.TryParse(text, out var number)
        ? Datum.FromNumber(number)
        : text.Contains('.', StringComparison.Ordinal) ? throw new OracleError(1722, "unable to convert string value to a number") : Datum.FromNumber(OracleNumber.Parse(text));

    private Datum Local() => Datum.FromDate(Stamp(oracle.Local).Date);

    private static OracleTimestamp Stamp(DateTime time) => new(
        OracleDate.Create(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second)!.Value.Seconds,
        (int)(time.Ticks % TimeSpan.TicksPerSecond) * 100);
}
