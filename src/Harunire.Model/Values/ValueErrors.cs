using Harunire.Model.Errors;

namespace Harunire.Model.Values;

/// <summary>Errors of values, masks and functions; each names Oracle's error that the same statement would raise.</summary>
public static class ValueErrors
{
    public static ErrorCode NumericOverflow { get; } = Define(1900, "ORA-01426: numeric overflow", "A calculation gave a number of 1E126 or greater, which NUMBER can't hold. Oracle would raise the same error. Correct the expression or the row.");

    public static ErrorCode DivideByZero { get; } = Define(1901, "ORA-01476: divisor is equal to zero", "A division by zero. Oracle would raise the same error and the batch would stop. Guard the divisor with NULLIF, or correct the row.");

    public static ErrorCode InvalidNumber { get; } = Define(1902, "ORA-01722: invalid number", "A text can't be read as a number, or not by the given number mask.");

    public static ErrorCode InvalidNumberMask { get; } = Define(1903, "ORA-01481: invalid number format model", "A number mask holds an element that doesn't exist, or in a place where Oracle doesn't take it.", ErrorCategory.Usage);

    public static ErrorCode InvalidDateMask { get; } = Define(1904, "ORA-01821: date format not recognized", "A date mask holds an element that doesn't exist or that Harunire doesn't support, or that can't be used to read a date.", ErrorCategory.Usage);

    public static ErrorCode InvalidMonth { get; } = Define(1905, "ORA-01843: not a valid month", "The month in a text is not 1 to 12, or not the English name of a month.");

    public static ErrorCode MaskMismatch { get; } = Define(1906, "ORA-01861: literal does not match format string", "The punctuation or the length of a text is not what its date mask says.");

    public static ErrorCode InvalidDay { get; } = Define(1907, "ORA-01847: day of month must be between 1 and last day of month", "The day in a text is not in the month, or the date does not exist in the calendar (5 to 14 October 1582).");

    public static ErrorCode InvalidYear { get; } = Define(1908, "ORA-01841: (full) year must be between -4713 and +9999, and not be 0", "A date lies outside of 4712-01-01 BC to 9999-12-31, or in the year 0, which does not exist.");

    public static ErrorCode InvalidTime { get; } = Define(1909, "ORA-01850..01853: hour, minute or second out of range", "Hours go from 0 to 23 (1 to 12 on the 12-hour clock), minutes and seconds from 0 to 59.");

    public static ErrorCode MaskEndsEarly { get; } = Define(1910, "ORA-01830: date format picture ends before converting entire input string", "A text goes on after its date mask ended.");

    public static ErrorCode TextEndsEarly { get; } = Define(1911, "ORA-01840: input value not long enough for date format", "A text ends before its date mask.");

    public static ErrorCode NotNumeric { get; } = Define(1912, "ORA-01858: a non-numeric character was found where a numeric was expected", "A date mask expects digits where the text has something else.");

    public static ErrorCode InvalidDayName { get; } = Define(1913, "ORA-01846: not a valid day of the week", "The name of the day in a text is not an English one, or not that of the date (ORA-01835).");

    public static ErrorCode InvalidMeridian { get; } = Define(1914, "ORA-01855: AM/A.M. or PM/P.M. required", "A date mask expects AM or PM (or, for an era, BC or AD: ORA-01856) where the text has something else.");

    public static ErrorCode ConflictingMask { get; } = Define(1915, "ORA-01810: format code appears twice", "A mask that reads a date gives the same field twice or in two ways that exclude each other (ORA-01810 to ORA-01818).", ErrorCategory.Usage);

    public static ErrorCode InvalidTimeZone { get; } = Define(1916, "ORA-01874: time zone hour must be between -15 and 15", "The offset from UTC in a text is out of range, or no offset.");

    public static ErrorCode ConflictingFields { get; } = Define(1917, "ORA-01834: day of month conflicts with Julian date", "Two fields of a text say different dates (ORA-01831 to ORA-01837).");

    public static ErrorCode InvalidInterval { get; } = Define(1918, "ORA-01867: the interval is invalid", "A text is no interval, or one greater than INTERVAL can hold (ORA-01873).");

    public static ErrorCode InvalidEscape { get; } = Define(1919, "ORA-01425: escape character must be character string of length 1", "LIKE's escape is not one character, or it stands before something else than %, _ or itself (ORA-01424).", ErrorCategory.Usage);

    public static ErrorCode ArgumentOutOfRange { get; } = Define(1920, "ORA-01428: argument out of range", "A function got a value for which it is not defined.");

    public static ErrorCode InvalidRaw { get; } = Define(1921, "ORA-01465: invalid hex number", "A text can't be read as RAW: it holds something else than hexadecimal digits.");

    public static ErrorCode LengthUnitNeeded { get; } = Define(1922, "The unit of a text's length decides the result", "CAST(x AS VARCHAR2(n)) cuts after n bytes or n characters, as the session's NLS_LENGTH_SEMANTICS says. For this text the two differ. Write VARCHAR2(n CHAR) in the mapping if characters are meant; cut by bytes in a column of the source if bytes are.");

    public static ErrorCode DamagedValue { get; } = Define(1930, "Damaged stored value", "The stored bytes of a value can't be read. The file was damaged or written by another version; rebuild it from the source.");

    public static ErrorCode UnreadableCell { get; } = Define(1931, "A SQLite cell that is no value of its column's type", "SQLite lets any value stand in any column. This one can't be read as the type that the column declares, or only with a guess: text that is no number or date, a REAL whose digits are noise. Correct the row.");

    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        NumericOverflow, DivideByZero, InvalidNumber, InvalidNumberMask, InvalidDateMask, InvalidMonth, MaskMismatch, InvalidDay, InvalidYear,
        InvalidTime, MaskEndsEarly, TextEndsEarly, NotNumeric, InvalidDayName, InvalidMeridian, ConflictingMask, InvalidTimeZone,
        ConflictingFields, InvalidInterval, InvalidEscape, ArgumentOutOfRange, InvalidRaw, LengthUnitNeeded, DamagedValue, UnreadableCell,
    ];

    private static ErrorCode Define(int number, string title, string explanation, ErrorCategory category = ErrorCategory.System) =>
        new($"HAR{number}", category, title, explanation);
}
