using System.Data;
using System.Data.Common;
using Harunire.Model.Errors;

namespace Harunire.Topics.Embedded;

/// <summary>A connection with its prepared statements; used by one thread at a time.</summary>
internal abstract class StatementSet(DbConnection connection, bool deferred) : IDisposable
{
    private readonly List<DbCommand> _commands = [];

    protected DbConnection Connection => connection;

    public T InTransaction<T>(Func<T> action)
    {
        SqliteFile.Execute(connection, deferred ? "BEGIN" : "BEGIN IMMEDIATE");
        try
        {
            Begun();
            var result = action();
            SqliteFile.Execute(connection, "COMMIT");
            return result;
        }
        catch
        {
            Forget();
            RollBack();
            throw;
        }
    }

    public virtual void Dispose()
    {
        foreach (var command in _commands)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    /// <summary>What must hold in each transaction.</summary>
    protected virtual void Begun()
    {
    }

    /// <summary>Drops what was remembered of a transaction that did not end well.</summary>
    protected virtual void Forget()
    {
    }

    protected DbCommand Prepare(string sql, params ReadOnlySpan<(string Name, DbType Type)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, type) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.DbType = type;
            command.Parameters.Add(parameter);
        }

        _commands.Add(command);
        return command;
    }

    // SQLite ends the transaction itself on some errors (disk full, input/output): then there is nothing to roll back.
    private void RollBack()
    {
        try
        {
            SqliteFile.Execute(connection, "ROLLBACK");
        }
        catch (DbException)
        {
            // The first error is the one to report.
        }
    }

    protected TopicPartitions? FindTopic(DbCommand command, string topic)
    {
        command.Parameters[0].Value = topic;
        using var rows = command.ExecuteReader();
        var ids = new List<long>();
        var partitions = 0L;
        while (rows.Read())
        {
            partitions = rows.GetInt64(1);
            TopicPartitions.Check(topic, partitions, rows.GetInt64(2));
            ids.Add(rows.GetInt64(0));
        }

        return ids.Count == 0 ? null
            : ids.Count == partitions ? new TopicPartitions(topic, [.. ids])
            : throw new HarunireException(TopicErrors.LogDamaged, $"the topic has {partitions} partitions, and rows of {ids.Count}", topic);
    }
}
