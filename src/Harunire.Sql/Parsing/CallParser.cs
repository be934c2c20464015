using System.Collections.Immutable;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Parsing;

/// <summary>Calls of functions and aggregates, those with a syntax of their own included: EXTRACT, TRIM, CAST.</summary>
internal sealed class CallParser(TokenStream tokens, ExpressionParser expressions)
{
    public SqlExpression Parse(Token token)
    {
        var refusal = Refusals.OfFunction(token);
        if (refusal is not null)
        {
            tokens.Refuse(token.Location, refusal);
        }

        var name = tokens.ExpectName("a function");
        tokens.ExpectSign("(");
        SqlExpression call = token.Text.ToUpperInvariant() switch
        {
            "EXTRACT" => ParseExtract(token.Location),
            "TRIM" => ParseTrim(token.Location),
            "CAST" => ParseCast(token.Location),
            _ => ParseArguments(token.Location, name),
        };
        tokens.ExpectSign(")");
        while (tokens.Current.Is("OVER") || tokens.Current.Is("WITHIN") || tokens.Current.Is("KEEP"))
        {
            refusal ??= "analytic functions and ordered-set aggregates are not supported";
            if (refusal.StartsWith("analytic functions and", StringComparison.Ordinal))
            {
                tokens.Refuse(tokens.Location, refusal, tokens.Current.Is("OVER") ? "join the table with an inline view that groups it" : null);
            }

            tokens.Take();
            tokens.TryTake("GROUP");
            tokens.SkipParentheses();
        }

        return refusal is null ? call : new RefusedSyntax(token.Location);
    }

    private CallSyntax ParseArguments(SourceLocation location, Identifier name)
    {
        if (tokens.TryTakeSign("*"))
        {
            return new CallSyntax(location, name, [], IsStar: true, IsDistinct: false);
        }

        if (tokens.Current.IsSign(")"))
        {
            return new CallSyntax(location, name, [], IsStar: false, IsDistinct: false);
        }

        var distinct = tokens.TryTake("DISTINCT") || tokens.TryTake("UNIQUE");
        if (!distinct)
        {
            tokens.TryTake("ALL");
        }

        return new CallSyntax(location, name, expressions.ParseList(), IsStar: false, distinct);
    }

    private ExtractSyntax ParseExtract(SourceLocation location)
    {
        var field = tokens.Take().Text.ToUpperInvariant();
        tokens.Expect("FROM");
        return new ExtractSyntax(location, field, expressions.ParseExpression());
    }

    private TrimSyntax ParseTrim(SourceLocation location)
    {
        var side = "BOTH";
        foreach (var word in new[] { "LEADING", "TRAILING", "BOTH" })
        {
            if (tokens.TryTake(word))
            {
                side = word;
            }
        }

        if (tokens.TryTake("FROM"))
        {
            return new TrimSyntax(location, side, null, expressions.ParseExpression());
        }

        var first = expressions.ParseExpression();
        return tokens.TryTake("FROM") ? new TrimSyntax(location, side, first, expressions.ParseExpression()) : new TrimSyntax(location, side, null, first);
    }

    private CastSyntax ParseCast(SourceLocation location)
    {
        var operand = expressions.ParseExpression();
        tokens.Expect("AS");
        var name = tokens.Take().Text.ToUpperInvariant();
        var arguments = ImmutableArray.CreateBuilder<int>();
        string? unit = null;
        if (tokens.TryTakeSign("("))
        {
            do
            {
                var negative = tokens.TryTakeSign("-");
                var number = tokens.Take();
                arguments.Add(number.Kind == TokenKind.Number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    ? (negative ? -value : value)
                    : throw SqlErrors.At(number.Location, SqlErrors.Syntax, $"expected a length, precision or scale, found {number}"));
                unit = tokens.TryTake("CHAR") ? "CHAR" : tokens.TryTake("BYTE") ? "BYTE" : unit;
            }
            while (tokens.TryTakeSign(","));
            tokens.ExpectSign(")");
        }

        return new CastSyntax(location, operand, name, arguments.ToImmutable()) { LengthUnit = unit };
    }
}
