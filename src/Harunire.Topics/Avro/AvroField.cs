namespace Harunire.Topics.Avro;

/// <summary>A field of a record, in wire order.</summary>
/// <param name="Name">Not empty.</param>
/// <param name="Schema">Its type.</param>
public sealed record AvroField(string Name, AvroSchema Schema);
