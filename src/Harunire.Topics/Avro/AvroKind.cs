namespace Harunire.Topics.Avro;

/// <summary>The types of Avro 1.12 that change topics use; enum, fixed and map are refused when a schema is parsed.</summary>
public enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Array,
    Union,
}
