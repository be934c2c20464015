namespace Harunire.Sql.Bound;

/// <summary>Every scalar function and operator, resolved by the binder to one that knows its arguments' types.</summary>
public enum ScalarFunction
{
    // NUMBER
    Add, Subtract, Multiply, Divide, Negate, Abs, Mod, RoundNumber, TruncNumber, Ceil, Floor, Sign, Power,

    // text
    Concat, Upper, Lower, Initcap, Substr, Instr, Length, Trim, Ltrim, Rtrim, Lpad, Rpad, Replace, Translate,

    // CHAR in a padded comparison: filled with blanks up to the second argument, a whole number; never cut
    PadChar,

    // DATE, TIMESTAMP, intervals
    DateAddDays, DateSubtractDays, DateDifference, TimestampDifference, AddInterval, SubtractInterval, AddMonths, LastDay, MonthsBetween,

    // TRUNC/ROUND of a date: second argument the format literal, 'DD' where the query has none
    TruncDate, RoundDate,

    // EXTRACT: the first argument is a text literal with the field's name (YEAR, MONTH, DAY, HOUR, MINUTE, SECOND)
    Extract,

    // conversions; the mask, where there is one, is the second argument
    NumberToChar, DateToChar, ToNumber, ToDate, ToTimestamp, DateToTimestamp, TimestampToDate, TextToChar, CastNumber, CastText, CastTextBytes, CastTimestamp,

    // any type; GREATEST and LEAST are NULL where one argument is
    Nvl, Nvl2, Coalesce, NullIf, Greatest, Least,
}
