using System.Globalization;
using System.Text;
using System.Text.Json;
using Harunire.Model.Rows;

namespace Harunire.Topics.Debezium;

/// <summary>A column's DEFAULT as JSON, in the field and in its type, as the connector writes it.</summary>
internal static class DefaultText
{
    /// <summary>Null: the column has no default, or is a NUMBER without precision, whose default the connector drops.</summary>
    public static string? Of(ColumnDefinition column)
    {
        if (column.Default is not { IsNull: false } value || ColumnWire.Of(column.Type) is not { Type: not WireType.VariableScaleDecimal } wire)
        {
            return null;
        }

        return wire.Type switch
        {
            WireType.Integer => value.AsNumber.ToPlainString(),
            WireType.Float => value.AsBinaryFloat.ToString("R", CultureInfo.InvariantCulture),
            WireType.Double => value.AsBinaryDouble.ToString("R", CultureInfo.InvariantCulture),
            WireType.Text or WireType.ZonedText => JsonSerializer.Serialize(value.ToString()),
            WireType.Bytes => Latin1(value.AsRaw),
            WireType.Decimal => Decimal(value.AsNumber, wire.Scale),
            _ => new ColumnEncoder(new TableName(null, column.Name), column with { Default = null }, nullable: false).TimeOf(value).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The type's text with the default in it: before <c>connect.name</c>, as Confluent's converter orders attributes.</summary>
    public static string Into(string type, string value)
    {
        if (type[0] == '"')
        {
            return $$"""{"type":{{type}},"connect.default":{{value}}}""";
        }

        var name = type.IndexOf(",\"connect.name\"", StringComparison.Ordinal);
        return type.Insert(name < 0 ? type.Length - 1 : name, $",\"connect.default\":{value}");
    }

    private static string Decimal(Model.Values.OracleNumber value, int scale)
    {
        Span<byte> bytes = stackalloc byte[72];
        return Latin1(bytes[..WireNumbers.WriteDecimal(value, scale, bytes)]);
    }

    // Avro's JSON of bytes: a character of ISO 8859-1 for each.
    private static string Latin1(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x20 and not (byte)'"' and not (byte)'\\' ? ((char)value).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)value:x4}"));
        }

        return text.Append('"').ToString();
    }
}
