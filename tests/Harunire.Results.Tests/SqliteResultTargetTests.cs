using Harunire.Model.Errors;
using Harunire.Results.Sqlite;
using Harunire.Specifications.Results;
using Microsoft.Data.Sqlite;

namespace Harunire.Results.Tests;

public sealed class SqliteResultTargetTests : ResultTargetSpecification, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("harunire-results-").FullName;

    public SqliteResultTargetTests() => SQLitePCL.Batteries_V2.Init();

    protected override IResultTarget Target => new SqliteResultTarget(SqliteFactory.Instance, Connection, "serving");

    private string Connection => $"Data Source={Path.Combine(_folder, "results.db")};Pooling=False";

    [Fact]
    public async Task EnsureTable_ForeignTable_IsRefused()
    {
        await using (var connection = new SqliteConnection(Connection))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE sales (store, day, amount, note)";
            await command.ExecuteNonQueryAsync(Token);
        }

        var failure = (await Target.Invoking(t => t.EnsureTableAsync(Sales, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.ForeignTable);
    }

    [Fact]
    public async Task Apply_UnreadableFile_IsATypedError()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "results.db"), new string('x', 5000), Token);
        var failure = (await Target.Invoking(t => t.EnsureTableAsync(Sales, Token)).Should().ThrowAsync<HarunireException>()).Which;
        failure.Code.Should().Be(ResultErrors.Unavailable);
        failure.IsTransient.Should().BeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
