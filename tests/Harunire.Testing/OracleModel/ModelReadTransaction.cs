using System.Data;
using System.Data.Common;

namespace Harunire.Testing.OracleModel;

/// <summary>A serializable transaction of a reader.</summary>
internal sealed class ModelReadTransaction : DbTransaction
{
    private readonly ModelConnection _connection;

    public ModelReadTransaction(ModelConnection connection)
    {
        _connection = connection;
        connection.Session.ReadScn = connection.Oracle.Scn;
    }

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection DbConnection => _connection;

    public override void Commit() => _connection.Session.ReadScn = null;

    public override void Rollback() => _connection.Session.ReadScn = null;
}
