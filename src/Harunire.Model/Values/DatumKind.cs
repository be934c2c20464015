namespace Harunire.Model.Values;

/// <summary>What a <see cref="Datum"/> holds.</summary>
public enum DatumKind : byte
{
    Null,
    Number,
    Text,
    Date,
    Timestamp,
    TimestampTz,
    IntervalYearToMonth,
    IntervalDayToSecond,
    Raw,
    BinaryFloat,
    BinaryDouble,
}
