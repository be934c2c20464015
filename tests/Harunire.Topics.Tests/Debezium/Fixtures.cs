using System.Text.Json;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Testing;

namespace Harunire.Topics.Tests.Debezium;

/// <summary>Events that the real connector's classes produced; see the README beside them.</summary>
internal static class Fixtures
{
    public static TableSchema AllTypes { get; } = Table("ALL_TYPES", [
        new("ID", new NumberType(9, 0), false), new("C_NUM_18_0", new NumberType(18, 0), true), new("C_NUM_38_0", new NumberType(38, 0), true),
        new("C_NUM_10_2", new NumberType(10, 2), true), new("C_NUM", OracleType.Number, true), new("C_FLOAT", OracleType.Number, true),
        new("C_BFLOAT", new BinaryFloatType(), true), new("C_BDOUBLE", new BinaryDoubleType(), true), new("C_VARCHAR2", new TextType(100), true),
        new("C_CHAR", new CharType(5), true), new("C_NVARCHAR2", new TextType(100), true), new("C_CLOB", new ClobType(), true),
        new("C_RAW", new RawType(16), true), new("C_DATE", OracleType.Date, true), new("C_TS3", new TimestampType(3), true),
        new("C_TS6", new TimestampType(6), true), new("C_TS9", new TimestampType(9), true), new("C_TSTZ", new TimestampTzType(6), true),
        new("C_TSLTZ", new TimestampLtzType(6), true), new("C_IYM", new IntervalYearToMonthType(), true), new("C_IDS", new IntervalDayToSecondType(), true)]);

    public static TableSchema Orders { get; } = Table("ORDERS", [
        new("ORDER_ID", new NumberType(38, 0), false), new("ORDER_TMS", new TimestampType(9), false), new("CUSTOMER_ID", new NumberType(38, 0), false),
        new("ORDER_STATUS", new TextType(10), false), new("STORE_ID", new NumberType(38, 0), false)]);

    public static string Root => RepositoryPaths.RequireShared("fixtures/debezium");

    public static TableSchema? TableOf(string folder) =>
        folder.EndsWith("ALL_TYPES", StringComparison.Ordinal) ? AllTypes : folder.EndsWith(".ORDERS", StringComparison.Ordinal) ? Orders : null;

    public static string Text(string folder, string part) => File.ReadAllText(Path.Combine(folder, part + ".registered.txt")).TrimEnd('\n');

    public static JsonElement Json(string binary) =>
        JsonDocument.Parse(File.ReadAllText(binary.Replace(".value.bin", ".json", StringComparison.Ordinal).Replace(".key.bin", ".json", StringComparison.Ordinal))).RootElement;

    public static IEnumerable<string> Binaries(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static TableSchema Table(string name, ColumnDefinition[] columns) => new() { Name = new TableName("HR", name), Columns = [.. columns], Key = [0] };
}
