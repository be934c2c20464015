using System.Globalization;
using Harunire.Capture.Oracle;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.Capture.Tests.Oracle;

/// <summary>The statements that need nothing of Oracle's own, chunks and watermark, on a real database with Oracle's SQL. Without AS OF, which it lacks; its missing TM9 mask is supplied.</summary>
public sealed class IvorySqlStatementTests : IDisposable
{
    private readonly IvorySqlServer _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static OracleTable Table { get; } = new()
    {
        Schema = new TableSchema
        {
            Name = new TableName("PUBLIC", "LINES"),
            Columns =
            [
                new("ID", new NumberType(10, 2), false), new("CODE", new TextType(10), false), new("DAY", OracleType.Date, false),
                new("QTY", OracleType.Number, true), new("AT", new TimestampType(6), true), new("CHANGED", OracleType.Date, true),
            ],
            Key = [0, 1, 2],
        },
        Options = new OracleTableOptions { Strategy = "watermark", Watermark = "CHANGED" },
        IsOrderedByKey = true,
        HasRowScn = false,
        IsPartitioned = false,
        LeftOutLobs = [],
    };

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Chunks_OfACompositeKey_GiveEachRowOnceInOrder(int chunkRows)
    {
        await using var connection = await FilledAsync();
        var expected = await NaiveAsync(connection, "SELECT ID::text || '|' || CODE || '|' || to_char(DAY, 'YYYY-MM-DD HH24:MI:SS') FROM LINES");

        var read = new List<Datum[]>();
        SnapshotKey? after = null;
        while (true)
        {
            var rows = await ReadAsync(connection, OracleChunk.Statement(Table, after, chunkRows, scn: null));
            read.AddRange(rows);
            if (rows.Count < chunkRows)
            {
                break;
            }

            after = new SnapshotKey([.. Table.Schema.Key.Select(k => (object)rows[^1][k])]);
        }

        read.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0]}|{row[1]}|{row[2]}")).Should().BeEquivalentTo(expected.Select(Normal));
        read.Should().BeInAscendingOrder(Comparer<Datum[]>.Create((a, b) => KeyEncoding.Compare(a.AsSpan(0, 3), b.AsSpan(0, 3))));
    }

    [Fact]
    public async Task Watermark_GivesRowsFromTheBoundOn_AndThoseWithoutAStamp()
    {
        await using var connection = await FilledAsync();
        var bound = Datum.FromDate(OracleDate.Create(2024, 5, 10, 12)!.Value);
        var expected = await NaiveAsync(connection, "SELECT count(*)::text FROM LINES WHERE CHANGED >= to_date('2024-05-10 12:00:00', 'YYYY-MM-DD HH24:MI:SS') OR CHANGED IS NULL");

        var rows = await ReadAsync(connection, WatermarkStrategy.Statement(Table, bound, asOf: null));

        rows.Count.ToString(CultureInfo.InvariantCulture).Should().Be(expected[0]).And.NotBe("0");
        rows.Should().Contain(r => r[5] == bound).And.Contain(r => r[5].IsNull).And.OnlyContain(r => r[5].IsNull || Datum.Compare(r[5], bound) >= 0);
    }

    private static string Normal(string line) => line.Replace(".00|", "|", StringComparison.Ordinal).Replace(".50|", ".5|", StringComparison.Ordinal);

    private async Task<NpgsqlConnection> FilledAsync()
    {
        _server.Require();
        var connection = _server.Open("public");
        await RunAsync(connection, "CREATE TABLE LINES (ID number(10,2) NOT NULL, CODE varchar2(10) NOT NULL, DAY date NOT NULL, QTY number, AT timestamp(6), CHANGED date, PRIMARY KEY (ID, CODE, DAY))");
        await RunAsync(connection, "CREATE FUNCTION to_char(n number, mask varchar2, nls varchar2) RETURNS varchar2 LANGUAGE sql AS 'SELECT n::text'");
        var random = new Random(11);
        for (var i = 0; i < 120; i++)
        {
            var changed = random.Next(6) == 0 ? "NULL" : string.Create(CultureInfo.InvariantCulture, $"to_date('2024-05-{random.Next(8, 13):00} 12:00:00', 'YYYY-MM-DD HH24:MI:SS')");
            await RunAsync(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO LINES VALUES ({random.Next(-3, 4) / 2m}, '{"aBbZ"[random.Next(4)]}{random.Next(3)}', to_date('2024-01-{random.Next(1, 4):00} 0{random.Next(3)}:00:00', 'YYYY-MM-DD HH24:MI:SS'), {i}.5, NULL, {changed}) ON CONFLICT DO NOTHING"));
        }

        return connection;
    }

    private static async Task<List<Datum[]>> ReadAsync(NpgsqlConnection connection, OracleStatement statement)
    {
        await using var command = (NpgsqlCommand)statement.CreateCommand(connection);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<Datum[]>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(OracleRows.Read(reader, Table, 0, "ivory"));
        }

        return rows;
    }

    private static async Task<List<string>> NaiveAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
