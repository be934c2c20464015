using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Sql.Evaluation;

namespace Harunire.Engine.Expressions;

/// <summary>A function of the catalogue; up to four arguments without an allocation.</summary>
internal sealed class CallNode(ScalarOperation operation, ScalarNode[] arguments, SourceLocation location) : ScalarNode
{
    public override Datum Evaluate(in RowPair rows)
    {
        var few = default(FourValues);
        var values = arguments.Length <= 4 ? ((Span<Datum>)few)[..arguments.Length] : new Datum[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Evaluate(in rows);
        }

        try
        {
            return operation(values);
        }
        catch (HarunireException failure)
        {
            throw ExpressionErrors.At(failure, location);
        }
    }

    [InlineArray(4)]
    private struct FourValues
    {
        private Datum _first;
    }
}
