using Harunire.Sql.Bound;

namespace Harunire.Sql.Dialects.Oracle;

/// <summary>Bound functions as Oracle writes them.</summary>
internal static class OracleFunctions
{
    /// <summary>Null where the meaning depends on the session: a date without a mask.</summary>
    public static string? Print(BoundCall call, IReadOnlyList<string> a) => call.Function switch
    {
        ScalarFunction.Add or ScalarFunction.DateAddDays or ScalarFunction.AddInterval => $"({a[0]} + {a[1]})",
        ScalarFunction.Subtract or ScalarFunction.DateSubtractDays or ScalarFunction.SubtractInterval or ScalarFunction.DateDifference or ScalarFunction.TimestampDifference => $"({a[0]} - {a[1]})",
        ScalarFunction.Multiply => $"({a[0]} * {a[1]})",
        ScalarFunction.Divide => $"({a[0]} / {a[1]})",
        ScalarFunction.Negate => $"(- {a[0]})",
        ScalarFunction.Concat => $"({string.Join(" || ", a)})",
        ScalarFunction.PadChar => $"RPAD({a[0]}, GREATEST({a[1]}, LENGTH({a[0]})))",
        ScalarFunction.Trim when a.Count == 2 => $"TRIM(BOTH {a[1]} FROM {a[0]})",
        ScalarFunction.Extract => call.Arguments[0] is BoundLiteral field ? $"EXTRACT({field.Value.AsText} FROM {a[1]})" : null,
        ScalarFunction.DateToChar or ScalarFunction.ToDate or ScalarFunction.ToTimestamp when a.Count == 1 => null,
        ScalarFunction.ToNumber when a.Count == 1 => $"CAST({a[0]} AS NUMBER)",
        ScalarFunction.TextToChar => a[0],
        ScalarFunction.DateToTimestamp => $"CAST({a[0]} AS TIMESTAMP)",
        ScalarFunction.TimestampToDate => $"CAST({a[0]} AS DATE)",
        ScalarFunction.CastNumber or ScalarFunction.CastTextBytes or ScalarFunction.CastTimestamp => $"CAST({a[0]} AS {call.Type})",
        ScalarFunction.CastText => $"CAST({a[0]} AS {call.Type.ToString()!.Replace(")", " CHAR)", StringComparison.Ordinal)})",
        _ => $"{NameOf(call.Function)}({string.Join(", ", a)})",
    };

    private static string NameOf(ScalarFunction function) => function switch
    {
        ScalarFunction.RoundNumber or ScalarFunction.RoundDate => "ROUND",
        ScalarFunction.TruncNumber or ScalarFunction.TruncDate => "TRUNC",
        ScalarFunction.AddMonths => "ADD_MONTHS",
        ScalarFunction.LastDay => "LAST_DAY",
        ScalarFunction.MonthsBetween => "MONTHS_BETWEEN",
        ScalarFunction.NumberToChar or ScalarFunction.DateToChar => "TO_CHAR",
        ScalarFunction.ToNumber => "TO_NUMBER",
        ScalarFunction.ToDate => "TO_DATE",
        ScalarFunction.ToTimestamp => "TO_TIMESTAMP",
        _ => function.ToString().ToUpperInvariant(),
    };
}
