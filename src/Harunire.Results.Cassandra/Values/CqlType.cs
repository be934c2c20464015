namespace Harunire.Results.Cassandra.Values;

/// <summary>The CQL types in which result columns are stored.</summary>
internal enum CqlType
{
    /// <summary>32 bits.</summary>
    Int,

    /// <summary>64 bits.</summary>
    Bigint,

    /// <summary>Whole, of any size.</summary>
    Varint,

    /// <summary>Any size and scale, exact.</summary>
    Decimal,

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    Timestamp,

    /// <summary>A day.</summary>
    Date,

    Text,

    Blob,

    Float,

    Double,
}
