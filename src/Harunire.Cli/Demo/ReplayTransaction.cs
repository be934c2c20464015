using System.Data.Common;

namespace Harunire.Cli.Demo;

/// <summary>One live transaction of the shop; the caller opens and commits it.</summary>
internal sealed class ReplayTransaction(string description, Action<DbConnection, DbTransaction> apply)
{
    public string Description { get; } = description;

    public void Apply(DbConnection connection, DbTransaction transaction) => apply(connection, transaction);
}
