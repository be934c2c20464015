using Harunire.Sql.Bound;

namespace Harunire.Sql.Functions;

/// <summary>A function of the catalogue.</summary>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Bind">Checks and converts the arguments, and gives the call with its type.</param>
internal sealed record FunctionDefinition(string Name, int Least, int Most, Func<Arguments, BoundExpression> Bind);
