using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Harunire.Testing.OracleModel;

/// <summary>A session of the model.</summary>
internal sealed class ModelConnection(ModelOracle oracle) : DbConnection
{
    private ConnectionState _state = ConnectionState.Closed;

    public ModelOracle Oracle => oracle;

    public ModelSession Session { get; private set; } = new();

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "MODEL";

    public override string DataSource => "model";

    public override string ServerVersion => "19.0";

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open()
    {
        oracle.BeforeStatement?.Invoke("CONNECT");
        (_state, Session) = (ConnectionState.Open, new ModelSession());
    }

    public override void Close() => _state = ConnectionState.Closed;

    /// <summary>Serializable alone: every statement reads as of its beginning.</summary>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => isolationLevel == IsolationLevel.Serializable
        ? new ModelReadTransaction(this)
        : throw new NotSupportedException("a reader begins no transaction that writes");

    protected override DbCommand CreateDbCommand() => new ModelCommand(this);
}
