using System.Globalization;
using System.Text.RegularExpressions;
using Harunire.Model.Types;

namespace Harunire.Capture.Oracle;

/// <summary>Column types as ALL_TAB_COLUMNS tells them (Database Reference, ALL_TAB_COLUMNS). The table stands in docs/oracle-source.md.</summary>
internal static partial class OracleTypeNames
{
    /// <summary>Null where the type is not supported.</summary>
    /// <param name="dataType">DATA_TYPE.</param>
    /// <param name="dataLength">DATA_LENGTH, bytes.</param>
    /// <param name="charLength">CHAR_LENGTH, characters.</param>
    /// <param name="precision">DATA_PRECISION: of FLOAT in binary digits.</param>
    /// <param name="scale">DATA_SCALE.</param>
    public static OracleType? Parse(string dataType, int dataLength, int charLength, int? precision, int? scale)
    {
        var name = Arguments().Replace(dataType, "");
        var arguments = Arguments().Matches(dataType).Select(m => int.Parse(m.Groups["digits"].ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        return name switch
        {
            // INTEGER has a scale and no precision: NUMBER(38).
            "NUMBER" => precision is null && scale is not null ? new NumberType(38, scale) : new NumberType(precision, precision is null ? null : scale ?? 0),
            "FLOAT" => OracleType.Number,
            "VARCHAR2" or "NVARCHAR2" or "VARCHAR" => new TextType(charLength),
            "CHAR" or "NCHAR" => new CharType(charLength),
            "CLOB" or "NCLOB" => new ClobType(),
            "BLOB" => new BlobType(),
            "RAW" => new RawType(dataLength),
            "DATE" => OracleType.Date,
            "BINARY_FLOAT" => new BinaryFloatType(),
            "BINARY_DOUBLE" => new BinaryDoubleType(),
            "TIMESTAMP" => new TimestampType(arguments[0]),
            "TIMESTAMP WITH TIME ZONE" => new TimestampTzType(arguments[0]),
            "TIMESTAMP WITH LOCAL TIME ZONE" => new TimestampLtzType(arguments[0]),
            "INTERVAL YEAR TO MONTH" => new IntervalYearToMonthType(arguments[0]),
            "INTERVAL DAY TO SECOND" => new IntervalDayToSecondType(arguments[0], arguments[1]),
            _ => null,
        };
    }

    public static bool IsLob(OracleType type) => type is ClobType or BlobType;

    [GeneratedRegex(@"\((?<digits>\d+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Arguments();
}
