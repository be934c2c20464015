using Harunire.Sql.Dialects.Sqlite;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Sqlite;

/// <summary>Makes the functions that <see cref="SqlitePrinter"/> uses known to a connection.</summary>
internal static class SqliteFunctionRegistration
{
    public static void Register(SqliteConnection connection)
    {
        foreach (var function in SqliteFunctions.Scalars)
        {
            connection.CreateFunction<object?>(function.Name, arguments => function.Invoke(Cells(arguments)), isDeterministic: true);
        }

        foreach (var aggregate in SqliteFunctions.Aggregates)
        {
            connection.CreateAggregate<object?, object?>(
                aggregate.Name,
                null,
                (state, arguments) => aggregate.Step(state, Cells(arguments)[0]),
                aggregate.Result,
                isDeterministic: true);
        }
    }

    private static object?[] Cells(object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is DBNull)
            {
                arguments[i] = null;
            }
        }

        return arguments;
    }
}
