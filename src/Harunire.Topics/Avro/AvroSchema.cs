namespace Harunire.Topics.Avro;

/// <summary>A parsed Avro schema. Records may refer to themselves. Source: Avro 1.12 specification, "Schema Declaration".</summary>
public sealed class AvroSchema
{
    public required AvroKind Kind { get; init; }

    /// <summary>A record's full name; null for all others.</summary>
    public string? Name { get; init; }

    /// <summary>Kafka Connect's name of the type (<c>connect.name</c>), which tells what the value means; null where there is none.</summary>
    public string? ConnectName { get; init; }

    /// <summary>Kafka Connect's narrower integer type (<c>connect.type</c>): int8 or int16.</summary>
    public string? ConnectType { get; init; }

    /// <summary>The column has a DEFAULT (<c>connect.default</c>).</summary>
    public bool HasDefault { get; init; }

    /// <summary>The column's type at the source, where the connector tells it (<c>column.propagate.source.type</c>), as DDL writes it; else null.</summary>
    public string? SourceType { get; init; }

    public int? Scale { get; init; }

    public int? Precision { get; init; }

    /// <summary>A record's fields; empty for all others.</summary>
    public IReadOnlyList<AvroField> Fields { get; internal set; } = [];

    /// <summary>A union's branches; empty for all others.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; init; } = [];

    /// <summary>An array's item; null for all others.</summary>
    public AvroSchema? Items { get; init; }

    /// <summary>The index of a record's field; -1 where there is none.</summary>
    public int IndexOf(string field)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == field)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads a schema text; HAR4102 where it is invalid, too large, too deep, or uses what no change topic uses.</summary>
    public static AvroSchema Parse(string text) => new AvroSchemaParser().Parse(text);
}
