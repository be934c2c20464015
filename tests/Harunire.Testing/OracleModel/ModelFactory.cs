using System.Data.Common;

namespace Harunire.Testing.OracleModel;

/// <summary>The ADO.NET provider of a model.</summary>
public sealed class ModelFactory(ModelOracle oracle) : DbProviderFactory
{
    public override DbConnection CreateConnection() => new ModelConnection(oracle);
}
