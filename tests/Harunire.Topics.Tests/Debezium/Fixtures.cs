using System.Text.Json;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
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

    public static TableSchema ExtraTypes { get; } = Table("EXTRA_TYPES", [
        new("ID1", new NumberType(4, 0), false), new("ID2", new TextType(10), false), new("C_NUM_1", new NumberType(1, 0), true), new("C_NUM_2", new NumberType(2, 0), true),
        new("C_NUM_4", new NumberType(4, 0), true), new("C_NUM_10", new NumberType(10, 0), true), new("C_NUM_19", new NumberType(19, 0), true),
        new("C_NUM_5_M2", new NumberType(5, -2), true), new("C_NUM_STAR_2", new NumberType(38, 0), true), new("C_INTEGER", new NumberType(38, 0), true),
        new("C_DECIMAL_5_1", new NumberType(5, 1), true), new("C_FLOAT_24", OracleType.Number, true), new("C_REAL", OracleType.Number, true),
        new("C_NCHAR", new CharType(3), true), new("C_BLOB", new BlobType(), true), new("C_NCLOB", new ClobType(), true),
        new("C_TS0", new TimestampType(0), true), new("C_TS", new TimestampType(6), true), new("C_TSTZ9", new TimestampTzType(9), true), new("C_TSTZ0", new TimestampTzType(0), true),
        new("D_NUM9", new NumberType(9, 0), false) { Default = Datum.FromNumber(7) }, new("D_NUM9_OPT", new NumberType(9, 0), true) { Default = Datum.FromNumber(7) },
        new("D_DEC", new NumberType(10, 2), false) { Default = Datum.FromNumber(OracleNumber.Parse("1.5")) }, new("D_VC", new TextType(10), false) { Default = Datum.FromText("abc") },
        new("D_VC_OPT", new TextType(10), true) { Default = Datum.FromText("abc") }, new("D_NUM", OracleType.Number, false) { Default = Datum.FromNumber(3) },
        new("D_SYSDATE", OracleType.Date, false) { Default = Datum.FromDate(default) }], [0, 1]);

    public static TableSchema NoKey { get; } = Table("NO_KEY", [new("A", new NumberType(9, 0), true), new("B", new TextType(10), true)], []);

    public static string Root => RepositoryPaths.RequireShared("fixtures/debezium");

    public static TableSchema? TableOf(string folder) =>
        folder.EndsWith("ALL_TYPES", StringComparison.Ordinal) ? AllTypes
        : folder.EndsWith(".ORDERS", StringComparison.Ordinal) ? Orders
        : folder.EndsWith("EXTRA_TYPES", StringComparison.Ordinal) ? ExtraTypes
        : folder.EndsWith("NO_KEY", StringComparison.Ordinal) ? NoKey : null;

    public static string Text(string folder, string part) => File.ReadAllText(Path.Combine(folder, part + ".registered.txt")).TrimEnd('\n');

    public static JsonElement Json(string binary) =>
        JsonDocument.Parse(File.ReadAllText(binary.Replace(".value.bin", ".json", StringComparison.Ordinal).Replace(".key.bin", ".json", StringComparison.Ordinal))).RootElement;

    public static IEnumerable<string> Binaries(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static TableSchema Table(string name, ColumnDefinition[] columns, int[]? key = null) => new() { Name = new TableName("HR", name), Columns = [.. columns], Key = [.. key ?? [0]] };
}
