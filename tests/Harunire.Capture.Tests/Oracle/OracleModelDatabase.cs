using Harunire.Capture.Oracle;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Specifications.Sources;
using Harunire.Testing.OracleModel;

namespace Harunire.Capture.Tests.Oracle;

/// <summary>The model of an Oracle database for the suite; the strategy is flashback.</summary>
internal sealed class OracleModelDatabase : ISourceDatabase
{
    public OracleModelDatabase() => Source = Reopen();

    public ModelOracle Oracle { get; } = new();

    public ISourceReader Source { get; }

    public SourceCapabilities Capabilities { get; } = new()
    {
        Name = "Oracle (model)",
        NeedsSetup = false,
        // LOBs are left out unless the migration wants them, and then completed by the capture job.
        MissingTypes = ["CLOB", "BLOB"],
    };

    public ISourceReader Reopen() => new OracleSource(new ModelFactory(Oracle), "User Id=reader", "shop", new OracleSourceOptions { Schema = Oracle.Owner }, TimeProvider.System);

    public Task CreateTableAsync(TableSchema table)
    {
        var created = Oracle.Create(table.Name.Table, [.. table.Columns.Select(c => new ModelColumn(c.Name, c.Type, c.Nullable))], [.. table.Key.Select(k => table.Columns[k].Name)]);
        created.Unique = table.Key.IsEmpty ? [table.Columns[0].Name] : [];
        Oracle.Advance(TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public Task AddColumnAsync(string table, ColumnDefinition column)
    {
        Oracle.AddColumn(table, new ModelColumn(column.Name, column.Type));
        return Task.CompletedTask;
    }

    public Task<ISourceTransaction> BeginAsync() => Task.FromResult<ISourceTransaction>(new Transaction(Oracle.Begin()));

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private sealed class Transaction(ModelTransaction transaction) : ISourceTransaction
    {
        public Task InsertAsync(string table, Datum[] row) => Run(() => transaction.Insert(table, row));

        public Task UpdateAsync(string table, Datum[] key, Datum[] row) => Run(() => transaction.Update(table, key, row));

        public Task DeleteAsync(string table, Datum[] key) => Run(() => transaction.Delete(table, key));

        public Task CommitAsync() => Run(() => transaction.Commit());

        public ValueTask DisposeAsync()
        {
            transaction.Rollback();
            return ValueTask.CompletedTask;
        }

        private static Task Run(Action work)
        {
            work();
            return Task.CompletedTask;
        }
    }
}
