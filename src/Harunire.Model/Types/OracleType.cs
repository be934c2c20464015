namespace Harunire.Model.Types;

/// <summary>A type of Oracle's SQL. Source: Oracle Database SQL Language Reference, "Data Types".</summary>
public abstract record OracleType
{
    private protected OracleType()
    {
    }

    /// <summary>NUMBER without precision and scale.</summary>
    public static NumberType Number { get; } = new(null, null);

    /// <summary>The type of a condition; no column has it.</summary>
    public static ConditionType Condition { get; } = new();

    public static DateType Date { get; } = new();
}

/// <summary>NUMBER, NUMBER(p), NUMBER(p,s).</summary>
/// <param name="Precision">1..38; null: unlimited (up to 40 digits).</param>
/// <param name="Scale">-84..127; null with a null precision: floating; NUMBER(p) has scale 0.</param>
public sealed record NumberType(int? Precision, int? Scale) : OracleType
{
    public override string ToString() => (Precision, Scale) switch
    {
        (null, null) => "NUMBER",
        (null, _) => $"NUMBER(*,{Scale})",
        (_, null or 0) => $"NUMBER({Precision})",
        _ => $"NUMBER({Precision},{Scale})",
    };
}

/// <summary>VARCHAR2(n): text without padding; '' is NULL.</summary>
/// <param name="Length">Greatest length; null where it is not known (expressions).</param>
public sealed record TextType(int? Length = null) : OracleType
{
    public override string ToString() => Length is null ? "VARCHAR2" : $"VARCHAR2({Length})";
}

/// <summary>CHAR(n): padded with blanks to its length; compared with blank padding.</summary>
public sealed record CharType(int Length) : OracleType
{
    public override string ToString() => $"CHAR({Length})";
}

/// <summary>CLOB.</summary>
public sealed record ClobType : OracleType
{
    public override string ToString() => "CLOB";
}

/// <summary>RAW(n).</summary>
public sealed record RawType(int? Length = null) : OracleType
{
    public override string ToString() => Length is null ? "RAW" : $"RAW({Length})";
}

/// <summary>BLOB.</summary>
public sealed record BlobType : OracleType
{
    public override string ToString() => "BLOB";
}

/// <summary>DATE: to the second, no time zone.</summary>
public sealed record DateType : OracleType
{
    public override string ToString() => "DATE";
}

/// <summary>TIMESTAMP(p).</summary>
/// <param name="Precision">Digits of fractional seconds, 0..9.</param>
public sealed record TimestampType(int Precision = 6) : OracleType
{
    public override string ToString() => $"TIMESTAMP({Precision})";
}

/// <summary>TIMESTAMP(p) WITH TIME ZONE.</summary>
public sealed record TimestampTzType(int Precision = 6) : OracleType
{
    public override string ToString() => $"TIMESTAMP({Precision}) WITH TIME ZONE";
}

/// <summary>TIMESTAMP(p) WITH LOCAL TIME ZONE.</summary>
public sealed record TimestampLtzType(int Precision = 6) : OracleType
{
    public override string ToString() => $"TIMESTAMP({Precision}) WITH LOCAL TIME ZONE";
}

/// <summary>INTERVAL YEAR(p) TO MONTH.</summary>
public sealed record IntervalYearToMonthType(int YearPrecision = 2) : OracleType
{
    public override string ToString() => $"INTERVAL YEAR({YearPrecision}) TO MONTH";
}

/// <summary>INTERVAL DAY(p) TO SECOND(s).</summary>
public sealed record IntervalDayToSecondType(int DayPrecision = 2, int SecondPrecision = 6) : OracleType
{
    public override string ToString() => $"INTERVAL DAY({DayPrecision}) TO SECOND({SecondPrecision})";
}

/// <summary>BINARY_FLOAT.</summary>
public sealed record BinaryFloatType : OracleType
{
    public override string ToString() => "BINARY_FLOAT";
}

/// <summary>BINARY_DOUBLE.</summary>
public sealed record BinaryDoubleType : OracleType
{
    public override string ToString() => "BINARY_DOUBLE";
}

/// <summary>True, false or unknown: the type of conditions inside a query.</summary>
public sealed record ConditionType : OracleType
{
    public override string ToString() => "condition";
}
