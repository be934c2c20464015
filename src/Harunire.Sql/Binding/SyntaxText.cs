using System.Globalization;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>A short text of an expression as written, for the names of columns without an alias (as SQL*Plus heads them) and for comparison.</summary>
internal static class SyntaxText
{
    public static string Of(SqlExpression expression) => expression switch
    {
        ColumnSyntax c => (c.Qualifier is null ? "" : Name(c.Qualifier) + ".") + Name(c.Name),
        NumberSyntax n => n.Text,
        TextSyntax t => $"'{t.Value}'",
        NullSyntax or RefusedSyntax => "NULL",
        DateTimeSyntax d => $"{(d.IsTimestamp ? "TIMESTAMP" : "DATE")}'{d.Value}'",
        IntervalSyntax i => $"INTERVAL'{i.Value}'{i.From}",
        ChainSyntax c => Of(c.First) + string.Concat(c.Rest.Select(r => r.Operator + Of(r.Operand))),
        UnarySyntax u => u.Operator + Of(u.Operand),
        CallSyntax c => $"{Name(c.Name)}({(c.IsStar ? "*" : (c.IsDistinct ? "DISTINCT " : "") + string.Join(',', c.Arguments.Select(Of)))})",
        ExtractSyntax e => $"EXTRACT({e.Field} FROM {Of(e.Operand)})",
        TrimSyntax t => $"TRIM({t.Side} {(t.Character is null ? "" : Of(t.Character))} FROM {Of(t.Operand)})",
        CastSyntax c => $"CAST({Of(c.Operand)} AS {c.TypeName})",
        CaseSyntax c => $"CASE{(c.Operand is null ? "" : " " + Of(c.Operand))}{string.Concat(c.Arms.Select(a => $" WHEN {Of(a.When)} THEN {Of(a.Then)}"))}{(c.Else is null ? "" : " ELSE " + Of(c.Else))} END",
        ComparisonSyntax c => Of(c.Left) + c.Operator + Of(c.Right),
        IsNullSyntax i => Of(i.Operand) + (i.IsNot ? " IS NOT NULL" : " IS NULL"),
        _ => expression.GetType().Name + expression.Location.Line.ToString(CultureInfo.InvariantCulture) + "_" + expression.Location.Column.ToString(CultureInfo.InvariantCulture),
    };

    private static string Name(Identifier name) => name.IsQuoted ? name.Text : name.Text.ToUpperInvariant();
}
