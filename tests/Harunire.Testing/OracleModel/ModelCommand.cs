using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Harunire.Testing.OracleModel;

/// <summary>Runs a statement; parameters are bound by position, as Oracle's driver does, and must have the names of the text.</summary>
internal sealed class ModelCommand(ModelConnection connection) : DbCommand
{
    private const string SetModule = "BEGIN DBMS_APPLICATION_INFO.SET_MODULE(:module, :action); END;";
    private readonly ModelParameters _parameters = [];

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery()
    {
        Begin();
        if (CommandText == SetModule)
        {
            var values = Values(["module", "action"]);
            connection.Oracle.Application = ((string)values[0], (string)values[1]);
            return -1;
        }

        return connection.Session.TryAlter(CommandText) ? 0 : throw new OracleError(900, $"invalid SQL statement: the model does not know {CommandText}");
    }

    public override object? ExecuteScalar() => throw new NotSupportedException();

    protected override DbParameter CreateDbParameter() => new ModelParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        Begin();
        var (query, names) = SqlText.Parse(CommandText);
        var rows = new ModelQuery(connection.Oracle, connection.Session, Values(names)).Run(query);
        var table = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        for (var i = 0; i < query.Items.Count; i++)
        {
            table.Columns.Add($"C{i}", typeof(object));
        }

        rows.ForEach(row => table.Rows.Add(row));
        return table.CreateDataReader();
    }

    private void Begin()
    {
        connection.Oracle.BeforeStatement?.Invoke(CommandText);
        connection.Oracle.Statements.Add(CommandText);
    }

    private List<object> Values(IReadOnlyList<string> names)
    {
        var given = _parameters.Cast<DbParameter>().ToList();
        return given.Count != names.Count ? throw new OracleError(1008, "not all variables bound")
            : given.Zip(names).FirstOrDefault(pair => pair.First.ParameterName != pair.Second) is { First: { } wrong } ? throw new OracleError(1036, $"unrecognized bind variable: {wrong.ParameterName} stands where the text has another name")
            : [.. given.Select(p => p.Value!)];
    }
}
