using Cassandra;
using Cassandra.Serialization;

namespace Harunire.Results.Cassandra.Values;

/// <summary>Leaves cells of one type as their bytes: the driver's own types are narrower (System.Decimal has 28 digits, DateTimeOffset begins in the year 1).</summary>
internal sealed class RawCellSerializer(ColumnTypeCode type) : TypeSerializer<byte[]>
{
    public override ColumnTypeCode CqlType => type;

    /// <summary>Only types that the driver's own queries of system tables don't use.</summary>
    public static TypeSerializerDefinitions All => new TypeSerializerDefinitions()
        .Define(new RawCellSerializer(ColumnTypeCode.Decimal))
        .Define(new RawCellSerializer(ColumnTypeCode.Varint))
        .Define(new RawCellSerializer(ColumnTypeCode.Timestamp))
        .Define(new RawCellSerializer(ColumnTypeCode.Date));

    public override byte[] Deserialize(ushort protocolVersion, byte[] buffer, int offset, int length, IColumnInfo typeInfo) => buffer.AsSpan(offset, length).ToArray();

    public override byte[] Serialize(ushort protocolVersion, byte[] value) => value;
}
