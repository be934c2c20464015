using System.Data.Common;
using Harunire.Model.Files;
using Microsoft.Data.Sqlite;

namespace Harunire.Topics.Tests.Embedded;

/// <summary>Errors that the driver raises itself; the expected code is its own property, which the product can't see.</summary>
public sealed class SqliteResultCodeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void IsBusy_AnotherConnectionWrites_IsTrue()
    {
        using var first = Open();
        Execute(first, "CREATE TABLE t (a); BEGIN IMMEDIATE");
        using var second = Open();

        var failure = Failure(second, "INSERT INTO t VALUES (1)");

        failure.SqliteErrorCode.Should().Be(5);
        SqliteResultCode.Of(failure).Should().Be(SqliteResultCode.Busy);
        SqliteResultCode.IsBusy(failure).Should().BeTrue();
    }

    [Theory]
    [InlineData("SELECT * FROM missing", 1)]
    [InlineData("INSERT INTO k VALUES (1); INSERT INTO k VALUES (1)", 19)]
    public void Of_OtherErrors_IsTheirPrimaryCode(string sql, int code)
    {
        using var connection = Open();
        Execute(connection, "CREATE TABLE k (a INTEGER PRIMARY KEY)");

        var failure = Failure(connection, sql);

        failure.SqliteErrorCode.Should().Be(code);
        SqliteResultCode.Of(failure).Should().Be(code);
        SqliteResultCode.IsBusy(failure).Should().BeFalse();
    }

    [Theory]
    [InlineData("the connection is gone")]
    [InlineData("SQLite Error : 'x'")]
    [InlineData("SQLite Error 5")]
    public void Of_NoCodeInTheMessage_IsZero(string message) => SqliteResultCode.Of(new OtherFailure(message)).Should().Be(0);

    public void Dispose() => _folder.Dispose();

    private static SqliteException Failure(SqliteConnection connection, string sql) =>
        new Action(() => Execute(connection, sql)).Should().Throw<SqliteException>().Which;

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("codes.db")};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    private sealed class OtherFailure(string message) : DbException(message);
}
