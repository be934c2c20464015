using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Topics.Avro;

namespace Harunire.Topics.Debezium;

/// <summary>A source table as the schemas of its topic tell it, completed by what a user declares.</summary>
/// <param name="Table">Its columns in the order of the topic, its key as in the records' keys.</param>
/// <param name="Doubts">By column: which types the topic does not tell apart. Such a column must be declared before it is read.</param>
/// <param name="Unread">By column: why it is left out of <paramref name="Table"/>.</param>
public sealed record TopicTable(TableSchema Table, ImmutableSortedDictionary<string, string> Doubts, ImmutableSortedDictionary<string, string> Unread)
{
    /// <param name="name">For names and messages.</param>
    /// <param name="envelope">The schema of the topic's values.</param>
    /// <param name="key">The schema of its keys; null: they have none.</param>
    /// <param name="declared">Types by column, as they stand at the source.</param>
    /// <param name="keyColumns">Instead of the keys' columns; empty: those.</param>
    public static TopicTable Describe(TableName name, AvroSchema envelope, AvroSchema? key, IReadOnlyDictionary<string, OracleType> declared, IReadOnlyList<string> keyColumns)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnDefinition>();
        var doubts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var unread = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var row = EnvelopeDecoder.RowOf(envelope);
        foreach (var column in declared.Keys.Where(column => row.IndexOf(EnvelopeSchemaText.FieldName(column)) < 0))
        {
            throw new HarunireException(TopicErrors.ColumnMismatch, "it is declared, and the topic's schema lacks it", $"{name}.{column}", Nearest(column, row));
        }

        foreach (var field in row.Fields)
        {
            var known = declared.FirstOrDefault(d => EnvelopeSchemaText.FieldName(d.Key) == field.Name);
            var branch = field.Schema.Branches.Count == 2 ? field.Schema.Branches.FirstOrDefault(b => b.Kind != AvroKind.Null) ?? field.Schema : field.Schema;
            var nullable = !ReferenceEquals(branch, field.Schema);
            if (WireTypes.Of(branch) is not { } wire)
            {
                unread[known.Key ?? field.Name] = $"its type {branch.ConnectName ?? branch.Name ?? branch.Kind.ToString()} is not one of the Oracle connector's";
                continue;
            }

            var isNumber = wire is WireType.Integer or WireType.Decimal or WireType.VariableScaleDecimal;
            var told = isNumber || branch.SourceType is null ? null : OracleTypeText.TryParse(branch.SourceType);
            columns.Add(new ColumnDefinition(known.Key ?? field.Name, known.Value ?? told ?? WireTypes.Infer(wire, branch), nullable));
            if (known.Value is null && told is null && WireTypes.Doubt(wire) is { } doubt)
            {
                doubts[columns[^1].Name] = doubt;
            }
        }

        var table = new TableSchema { Name = name, Columns = columns.ToImmutable(), Key = [] };
        var keys = keyColumns.Count > 0 ? keyColumns : key?.Fields.Select(f => table.Columns.FirstOrDefault(c => EnvelopeSchemaText.FieldName(c.Name) == f.Name)?.Name ?? f.Name).ToArray() ?? [];
        return new TopicTable(table with { Key = [.. keys.Select(column => Ordinal(table, column))] }, doubts.ToImmutable(), unread.ToImmutable());
    }

    private static int Ordinal(TableSchema table, string column) => table.IndexOf(column) is var ordinal and >= 0
        ? ordinal
        : throw new HarunireException(TopicErrors.ColumnMismatch, "it is in the key, and no column of the topic's rows", $"{table.Name}.{column}");

    private static string? Nearest(string column, AvroSchema row) =>
        NearestName.Find(column, row.Fields.Select(f => f.Name)) is { } nearest ? $"did you mean {nearest}?" : null;
}
