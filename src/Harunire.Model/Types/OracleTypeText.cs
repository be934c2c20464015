using System.Globalization;

namespace Harunire.Model.Types;

/// <summary>Reads a column's type as Oracle's DDL writes it. Source: Oracle Database SQL Language Reference, "Data Types".</summary>
public static class OracleTypeText
{
    /// <summary>Null where the text is no type that Harunire carries, or an argument is out of its range.</summary>
    /// <param name="text">As in <c>NUMBER(10,2)</c>, <c>TIMESTAMP(9) WITH TIME ZONE</c>, <c>INTERVAL DAY(2) TO SECOND(6)</c>; case and blanks don't matter.</param>
    public static OracleType? TryParse(string text)
    {
        var (name, arguments) = Part(text);
        if (name is null)
        {
            return null;
        }

        int? first = arguments.Count > 0 ? arguments[0] : null;
        int? second = arguments.Count > 1 ? arguments[1] : null;
        return (name, arguments.Count) switch
        {
            ("NUMBER" or "NUMERIC" or "DECIMAL" or "DEC", <= 2) => Number(name, first, second),
            ("INTEGER" or "INT" or "SMALLINT", 0) => new NumberType(38, 0),
            ("FLOAT", <= 1) or ("REAL" or "DOUBLE PRECISION", 0) => OracleType.Number,
            ("VARCHAR2" or "NVARCHAR2" or "VARCHAR", 1) when first is >= 1 and <= 32_767 => new TextType(first),
            ("VARCHAR2" or "NVARCHAR2" or "VARCHAR", 0) => new TextType(),
            ("CHAR" or "NCHAR", <= 1) when first is null or (>= 1 and <= 2000) => new CharType(first ?? 1),
            ("CLOB" or "NCLOB", 0) => new ClobType(),
            ("RAW", <= 1) => new RawType(first),
            ("BLOB", 0) => new BlobType(),
            ("DATE", 0) => OracleType.Date,
            ("BINARY_FLOAT", 0) => new BinaryFloatType(),
            ("BINARY_DOUBLE", 0) => new BinaryDoubleType(),
            ("TIMESTAMP", <= 1) when IsDigits(first) => new TimestampType(first ?? 6),
            ("TIMESTAMP WITH TIME ZONE", <= 1) when IsDigits(first) => new TimestampTzType(first ?? 6),
            ("TIMESTAMP WITH LOCAL TIME ZONE", <= 1) when IsDigits(first) => new TimestampLtzType(first ?? 6),
            ("INTERVAL YEAR TO MONTH", <= 1) when IsDigits(first) => new IntervalYearToMonthType(first ?? 2),
            ("INTERVAL DAY TO SECOND", 0) => new IntervalDayToSecondType(),
            ("INTERVAL DAY TO SECOND", 2) when IsDigits(first) && IsDigits(second) => new IntervalDayToSecondType(first!.Value, second!.Value),
            _ => null,
        };
    }

    private static NumberType? Number(string name, int? precision, int? scale) => (precision, scale) switch
    {
        // The ANSI names are whole numbers where nothing is said.
        (null, null) => name == "NUMBER" ? OracleType.Number : new NumberType(38, 0),
        ( >= 1 and <= 38, null or (>= -84 and <= 127)) => new NumberType(precision, scale ?? 0),
        _ => null,
    };

    private static bool IsDigits(int? argument) => argument is null or (>= 0 and <= 9);

    // The words with one blank between them, and the numbers in brackets; CHAR and BYTE behind a length say nothing about values.
    private static (string? Name, List<int> Arguments) Part(string text)
    {
        var words = new List<string>();
        var arguments = new List<int>();
        var rest = text.ToUpperInvariant().AsSpan();
        while ((rest = rest.Trim()).Length > 0)
        {
            if (rest[0] == '(')
            {
                var end = rest.IndexOf(')');
                if (end < 0)
                {
                    return (null, []);
                }

                foreach (var part in rest[1..end].ToString().Replace("CHAR", "", StringComparison.Ordinal).Replace("BYTE", "", StringComparison.Ordinal).Split(','))
                {
                    if (!int.TryParse(part, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number))
                    {
                        return (null, []);
                    }

                    arguments.Add(number);
                }

                rest = rest[(end + 1)..];
                continue;
            }

            var length = rest.IndexOfAny(" \t(");
            length = length < 0 ? rest.Length : length;
            words.Add(rest[..length].ToString());
            rest = rest[length..];
        }

        return (words.Count == 0 ? null : string.Join(' ', words), arguments);
    }
}
