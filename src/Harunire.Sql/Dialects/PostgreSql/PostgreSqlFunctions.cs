using Harunire.Model.Types;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects.PostgreSql;

/// <summary>Oracle's functions in PostgreSQL's expressions.</summary>
internal static class PostgreSqlFunctions
{
    /// <summary>A zero that makes a numeric quotient keep at least 40 decimals.</summary>
    public const string FortyDecimals = "0.0000000000000000000000000000000000000000";

    /// <summary>Null where there is no expression with the same meaning.</summary>
    public static string? Print(BoundCall call, IReadOnlyList<string> a) => call.Function switch
    {
        ScalarFunction.Add or ScalarFunction.AddInterval => $"({a[0]} + {a[1]})",
        ScalarFunction.Subtract or ScalarFunction.SubtractInterval or ScalarFunction.TimestampDifference => $"({a[0]} - {a[1]})",
        ScalarFunction.Multiply => $"({a[0]} * {a[1]})",
        ScalarFunction.Divide => $"(({a[0]} + {FortyDecimals}) / {a[1]})",
        ScalarFunction.Negate => $"(- {a[0]})",
        ScalarFunction.Abs => $"abs({a[0]})",
        ScalarFunction.Sign => $"sign({a[0]})",
        ScalarFunction.Ceil => $"ceil({a[0]})",
        ScalarFunction.Floor => $"floor({a[0]})",
        ScalarFunction.Power => $"power({a[0]}, {a[1]})",
        ScalarFunction.Mod => Let($"CASE WHEN y = 0 THEN x ELSE mod(x, y) END", a[0], a[1]),
        ScalarFunction.RoundNumber => $"round({a[0]}, {Whole(a, 1, "0")})",
        ScalarFunction.TruncNumber => $"trunc({a[0]}, {Whole(a, 1, "0")})",
        ScalarFunction.Concat => NotEmpty(string.Join(" || ", a.Select(each => $"COALESCE({each}, '')"))),
        ScalarFunction.Upper => $"upper({a[0]})",
        ScalarFunction.Lower => $"lower({a[0]})",
        ScalarFunction.Initcap => $"initcap({a[0]})",
        ScalarFunction.Substr => Substr(a),
        ScalarFunction.Instr => a.Count == 2 ? $"strpos({a[0]}, {a[1]})::numeric" : null,
        ScalarFunction.Length => $"length({a[0]})::numeric",
        ScalarFunction.Trim => NotEmpty($"btrim({a[0]}, {Optional(a, 1, "' '")})"),
        ScalarFunction.Ltrim => NotEmpty($"ltrim({a[0]}, {Optional(a, 1, "' '")})"),
        ScalarFunction.Rtrim => NotEmpty($"rtrim({a[0]}, {Optional(a, 1, "' '")})"),
        ScalarFunction.Lpad => NotEmpty($"lpad({a[0]}, {Whole(a, 1, "0")}, {Optional(a, 2, "' '")})"),
        ScalarFunction.Rpad => NotEmpty($"rpad({a[0]}, {Whole(a, 1, "0")}, {Optional(a, 2, "' '")})"),
        ScalarFunction.PadChar => $"rpad({a[0]}, greatest({a[1]}::int, length({a[0]})))",
        ScalarFunction.Replace => NotEmpty($"replace({a[0]}, COALESCE({a[1]}, ''), COALESCE({Optional(a, 2, "NULL")}, ''))"),
        ScalarFunction.Translate => NotEmpty($"translate({a[0]}, {a[1]}, {a[2]})"),
        ScalarFunction.DateAddDays => AddDays(a, "+"),
        ScalarFunction.DateSubtractDays => AddDays(a, "-"),
        ScalarFunction.DateDifference => $"((extract(epoch FROM {a[0]} - {a[1]}) + {FortyDecimals}) / 86400)",
        ScalarFunction.AddMonths => Let(
            $"CASE WHEN x::date = {LastDay("x")}::date THEN {LastDay("x + make_interval(months => trunc(y)::int)")} ELSE x + make_interval(months => trunc(y)::int) END", a[0], a[1]),
        ScalarFunction.LastDay => Let(LastDay("x"), a[0]),
        ScalarFunction.MonthsBetween => Let(
            "extract(year FROM x) * 12 + extract(month FROM x) - extract(year FROM y) * 12 - extract(month FROM y) + "
            + $"CASE WHEN extract(day FROM x) = extract(day FROM y) OR (x::date = {LastDay("x")}::date AND y::date = {LastDay("y")}::date) THEN 0 "
            + "ELSE ((extract(day FROM x) - extract(day FROM y)) * 86400 + extract(epoch FROM x::time) - extract(epoch FROM y::time) + "
            + $"{FortyDecimals}) / 2678400 END",
            a[0],
            a[1]),
        ScalarFunction.TruncDate => Truncate(Mask(call), a[0]),
        ScalarFunction.RoundDate => Round(Mask(call), a[0]),
        ScalarFunction.Extract => call.Arguments[0] is BoundLiteral field ? $"extract({field.Value.AsText} FROM {a[1]})" : null,
        ScalarFunction.NumberToChar => a.Count == 1 ? $"regexp_replace(trim_scale({a[0]})::text, '^(-?)0\\.', '\\1.')" : $"to_char({a[0]}, {a[1]})",
        ScalarFunction.DateToChar => a.Count == 1 ? null : NotEmpty($"to_char({a[0]}, {a[1]})"),
        ScalarFunction.ToNumber => a.Count == 1 ? $"{a[0]}::numeric" : $"to_number({a[0]}, {a[1]})",
        ScalarFunction.ToDate => a.Count == 1 ? null : $"to_timestamp({a[0]}, {a[1]})::timestamp(0)",
        ScalarFunction.ToTimestamp => a.Count == 1 ? null : $"to_timestamp({a[0]}, {a[1]})::timestamp",
        ScalarFunction.DateToTimestamp => $"{a[0]}::timestamp",
        ScalarFunction.TimestampToDate => $"date_trunc('second', {a[0]})::timestamp(0)",
        ScalarFunction.TextToChar => a[0],
        ScalarFunction.CastNumber => call.Type is NumberType { Scale: { } scale } ? $"round({a[0]}, {scale})" : a[0],
        ScalarFunction.CastText or ScalarFunction.CastTextBytes => call.Type switch
        {
            TextType { Length: { } length } => $"substr({a[0]}, 1, {length})",
            CharType { Length: var length } => $"rpad({a[0]}, {length})",
            _ => a[0],
        },
        ScalarFunction.CastTimestamp => $"{a[0]}::timestamp({Math.Min(((TimestampType)call.Type).Precision, 6)})",
        ScalarFunction.Nvl or ScalarFunction.Coalesce => $"COALESCE({string.Join(", ", a)})",
        ScalarFunction.Nvl2 => $"CASE WHEN {a[0]} IS NOT NULL THEN {a[1]} ELSE {a[2]} END",
        ScalarFunction.NullIf => $"NULLIF({a[0]}, {a[1]})",
        ScalarFunction.Greatest => Extreme("GREATEST", a),
        ScalarFunction.Least => Extreme("LEAST", a),
        _ => null,
    };

    private static string? Mask(BoundCall call) =>
        call.Arguments.Length < 2 ? "DD" : call.Arguments[1] is BoundLiteral { Value.IsNull: false } mask ? mask.Value.AsText.ToUpperInvariant() : null;

    private static string NotEmpty(string text) => $"NULLIF({text}, '')";

    private static string Optional(IReadOnlyList<string> arguments, int index, string otherwise) => index < arguments.Count ? arguments[index] : otherwise;

    private static string Whole(IReadOnlyList<string> arguments, int index, string otherwise) => index < arguments.Count ? $"trunc({arguments[index]})::int" : otherwise;

    /// <summary>Names the arguments, so that each is evaluated once.</summary>
    private static string Let(string expression, params string[] arguments) =>
        $"(SELECT {expression} FROM (SELECT {string.Join(", ", arguments.Select((each, i) => $"{each} AS {(char)('x' + i)}"))} OFFSET 0) AS v)";

    private static string Extreme(string function, IReadOnlyList<string> a) =>
        $"CASE WHEN {string.Join(" OR ", a.Select(each => $"{each} IS NULL"))} THEN NULL ELSE {function}({string.Join(", ", a)}) END";

    private static string Substr(IReadOnlyList<string> a)
    {
        const string Start = "CASE WHEN trunc(y) = 0 THEN 1 WHEN y < 0 THEN length(x) + trunc(y)::int + 1 ELSE trunc(y)::int END";
        return a.Count == 2
            ? Let($"CASE WHEN -trunc(y) > length(x) THEN NULL ELSE {NotEmpty($"substr(x, {Start})")} END", a[0], a[1])
            : Let($"CASE WHEN -trunc(y) > length(x) OR trunc(z) < 1 THEN NULL ELSE {NotEmpty($"substr(x, {Start}, trunc(z)::int)")} END", a[0], a[1], a[2]);
    }

    private static string AddDays(IReadOnlyList<string> a, string sign) => $"({a[0]} {sign} make_interval(secs => round({a[1]} * 86400)::float8))";

    private static string LastDay(string date) =>
        $"(date_trunc('month', {date}) + interval '1 month' - interval '1 day' + (({date}) - date_trunc('day', {date})))";

    private static string? Truncate(string? mask, string date) => mask switch
    {
        "DD" or "DDD" or "J" => $"date_trunc('day', {date})",
        "MM" or "MONTH" or "MON" or "RM" => $"date_trunc('month', {date})",
        "YYYY" or "SYYYY" or "YEAR" or "SYEAR" or "YYY" or "YY" or "Y" => $"date_trunc('year', {date})",
        "Q" => $"date_trunc('quarter', {date})",
        "HH" or "HH12" or "HH24" => $"date_trunc('hour', {date})",
        "MI" => $"date_trunc('minute', {date})",
        "IW" => $"date_trunc('week', {date})",
        "D" or "DY" or "DAY" => $"(date_trunc('week', {date} + interval '1 day') - interval '1 day')",
        "W" => $"(date_trunc('day', {date}) - make_interval(days => ((extract(day FROM {date})::int - 1) % 7)))",
        "WW" => $"(date_trunc('day', {date}) - make_interval(days => ((extract(doy FROM {date})::int - 1) % 7)))",
        _ => null,
    };

    private static string? Round(string? mask, string date) => mask switch
    {
        "DD" or "DDD" or "J" => $"date_trunc('day', {date} + interval '12 hours')",
        "HH" or "HH12" or "HH24" => $"date_trunc('hour', {date} + interval '30 minutes')",
        "MI" => $"date_trunc('minute', {date} + interval '30 seconds')",
        "MM" or "MONTH" or "MON" or "RM" => Let("date_trunc('month', x) + CASE WHEN extract(day FROM x) >= 16 THEN interval '1 month' ELSE interval '0' END", date),
        "YYYY" or "SYYYY" or "YEAR" or "SYEAR" or "YYY" or "YY" or "Y" =>
            Let("date_trunc('year', x) + CASE WHEN extract(month FROM x) >= 7 THEN interval '1 year' ELSE interval '0' END", date),
        _ => null,
    };
}
