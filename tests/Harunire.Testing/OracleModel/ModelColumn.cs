using Harunire.Model.Types;

namespace Harunire.Testing.OracleModel;

/// <summary>A column of a table of the model.</summary>
/// <param name="Name">As the dictionary has it.</param>
/// <param name="Type">For its values.</param>
/// <param name="Nullable">False: NOT NULL.</param>
/// <param name="DataType">DATA_TYPE of a type that has no equivalent here, or of a national one; null: that of <paramref name="Type"/>.</param>
/// <param name="IsIndexed">A change of it comes as D and I in version queries.</param>
public sealed record ModelColumn(string Name, OracleType Type, bool Nullable = true, string? DataType = null, bool IsIndexed = false)
{
    internal string DictionaryType => DataType ?? Type switch
    {
        NumberType => "NUMBER",
        TextType => "VARCHAR2",
        CharType => "CHAR",
        RawType => "RAW",
        IntervalYearToMonthType months => $"INTERVAL YEAR({months.YearPrecision}) TO MONTH",
        IntervalDayToSecondType seconds => $"INTERVAL DAY({seconds.DayPrecision}) TO SECOND({seconds.SecondPrecision})",
        _ => Type.ToString(),
    };

    internal int Length => Type switch
    {
        TextType text => text.Length ?? 4000,
        CharType text => text.Length,
        RawType raw => raw.Length ?? 2000,
        _ => 22,
    };
}
