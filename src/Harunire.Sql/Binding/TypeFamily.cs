using Harunire.Model.Types;

namespace Harunire.Sql.Binding;

/// <summary>Types that Oracle compares and converts among themselves without a mask.</summary>
internal enum TypeFamily
{
    /// <summary>The literal NULL: fits anywhere.</summary>
    Untyped,
    Number,
    Text,
    Date,
    Timestamp,
    TimestampTz,
    IntervalYearToMonth,
    IntervalDayToSecond,
    Raw,
    Binary,
    Condition,
}

internal static class TypeFamilies
{
    /// <summary>The type of a NULL literal until its place gives it one.</summary>
    public static TextType UntypedNull { get; } = new(0);

    public static TypeFamily Of(OracleType type) => type switch
    {
        TextType { Length: 0 } => TypeFamily.Untyped,
        NumberType => TypeFamily.Number,
        TextType or CharType or ClobType => TypeFamily.Text,
        DateType => TypeFamily.Date,
        TimestampType => TypeFamily.Timestamp,
        TimestampTzType or TimestampLtzType => TypeFamily.TimestampTz,
        IntervalYearToMonthType => TypeFamily.IntervalYearToMonth,
        IntervalDayToSecondType => TypeFamily.IntervalDayToSecond,
        RawType or BlobType => TypeFamily.Raw,
        BinaryFloatType or BinaryDoubleType => TypeFamily.Binary,
        _ => TypeFamily.Condition,
    };
}
