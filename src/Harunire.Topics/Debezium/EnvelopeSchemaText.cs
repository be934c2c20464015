using System.Text;
using Harunire.Model.Errors;
using Harunire.Model.Rows;

namespace Harunire.Topics.Debezium;

/// <summary>The schema texts that the connector registers for a table, in its default modes, attribute order included.</summary>
/// <remarks>A column that may be NULL and has a DEFAULT has its type before null, as Avro wants a default to be of the first branch.</remarks>
public static class EnvelopeSchemaText
{
    private const string VariableScaleDecimal =
        """{"type":"record","name":"VariableScaleDecimal","namespace":"io.debezium.data","fields":[{"name":"scale","type":"int"},{"name":"value","type":"bytes"}],"connect.doc":"Variable scaled decimal","connect.version":1,"connect.name":"io.debezium.data.VariableScaleDecimal"}""";

    private const string Source =
        """{"type":"record","name":"Source","namespace":"io.debezium.connector.oracle","fields":[{"name":"version","type":"string"},{"name":"connector","type":"string"},{"name":"name","type":"string"},{"name":"ts_ms","type":"long"},{"name":"snapshot","type":[{"type":"string","connect.version":1,"connect.parameters":{"allowed":"true,first,first_in_data_collection,last_in_data_collection,last,false,incremental"},"connect.default":"false","connect.name":"io.debezium.data.Enum"},"null"],"default":"false"},{"name":"db","type":"string"},{"name":"sequence","type":["null","string"],"default":null},{"name":"ts_us","type":["null","long"],"default":null},{"name":"ts_ns","type":["null","long"],"default":null},{"name":"schema","type":"string"},{"name":"table","type":"string"},{"name":"txId","type":["null","string"],"default":null},{"name":"scn","type":["null","string"],"default":null},{"name":"commit_scn","type":["null","string"],"default":null},{"name":"lcr_position","type":["null","string"],"default":null},{"name":"rs_id","type":["null","string"],"default":null},{"name":"ssn","type":["null","long"],"default":null},{"name":"redo_thread","type":["null","int"],"default":null},{"name":"user_name","type":["null","string"],"default":null},{"name":"redo_sql","type":["null","string"],"default":null},{"name":"row_id","type":["null","string"],"default":null},{"name":"commit_ts_ms","type":["null","long"],"default":null},{"name":"start_scn","type":["null","string"],"default":null},{"name":"start_ts_ms","type":["null","long"],"default":null},{"name":"txSeq","type":["null","long"],"default":null}],"connect.version":1,"connect.name":"io.debezium.connector.oracle.Source"}""";

    private const string Transaction =
        """{"type":"record","name":"block","namespace":"event","fields":[{"name":"id","type":"string"},{"name":"total_order","type":"long"},{"name":"data_collection_order","type":"long"}],"connect.version":1,"connect.name":"event.block"}""";

    /// <summary>The key's schema; null for a table without a primary key.</summary>
    public static string? Key(string prefix, TableSchema table)
    {
        if (table.Key.IsEmpty)
        {
            return null;
        }

        var space = Namespace(prefix, table.Name);
        var columns = table.Key.Select(ordinal => table.Columns[ordinal] with { Nullable = false });
        return $$"""{"type":"record","name":"Key","namespace":"{{space}}","fields":[{{Fields(table.Name, columns)}}],"connect.name":"{{space}}.Key"}""";
    }

    /// <summary>The envelope's schema.</summary>
    public static string Value(string prefix, TableSchema table)
    {
        var space = Namespace(prefix, table.Name);
        return $$"""{"type":"record","name":"Envelope","namespace":"{{space}}","fields":[{"name":"before","type":["null",{"type":"record","name":"Value","fields":[{{Fields(table.Name, table.Columns)}}],"connect.name":"{{space}}.Value"}],"default":null},{"name":"after","type":["null","Value"],"default":null},{"name":"source","type":{{Source}}},{"name":"transaction","type":["null",{{Transaction}}],"default":null},{"name":"op","type":"string"},{"name":"ts_ms","type":["null","long"],"default":null},{"name":"ts_us","type":["null","long"],"default":null},{"name":"ts_ns","type":["null","long"],"default":null}],"connect.version":2,"connect.name":"{{space}}.Envelope"}""";
    }

    /// <summary>A column's name as the connector's Avro adjustment makes it: other characters become underscores, a digit in front gets one.</summary>
    public static string FieldName(string column)
    {
        var name = new StringBuilder(column.Length + 1);
        foreach (var c in column)
        {
            if (name.Length == 0 && char.IsAsciiDigit(c))
            {
                name.Append('_');
            }

            name.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        }

        return name.ToString();
    }

    private static string Namespace(string prefix, TableName table) =>
        string.Join('.', $"{prefix}.{table}".Split('.').Select(FieldName));

    private static string Optional(ColumnDefinition column, string type) => column.Nullable ? $"[{type},\"null\"]" : type;

    private static string Fields(TableName table, IEnumerable<ColumnDefinition> columns)
    {
        var text = new StringBuilder();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var variableScaleDefined = false;
        foreach (var column in columns)
        {
            var name = FieldName(column.Name);
            if (!names.Add(name))
            {
                throw new HarunireException(TopicErrors.ColumnMismatch, $"two columns would have the name {name} in the topic", $"{table}.{column.Name}");
            }

            var type = ColumnWire.Of(column.Type).SchemaText ?? (variableScaleDefined ? "\"io.debezium.data.VariableScaleDecimal\"" : VariableScaleDecimal);
            variableScaleDefined |= type == VariableScaleDecimal;
            text.Append(text.Length == 0 ? "" : ",").Append(DefaultText.Of(column) is { } value
                ? $$"""{"name":"{{name}}","type":{{Optional(column, DefaultText.Into(type, value))}},"default":{{value}}}"""
                : column.Nullable ? $$"""{"name":"{{name}}","type":["null",{{type}}],"default":null}""" : $$"""{"name":"{{name}}","type":{{type}}}""");
        }

        return text.ToString();
    }
}
