using System.Globalization;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>INTERVAL literals of one unit, and YEAR TO MONTH.</summary>
internal static class IntervalLiteral
{
    public static BoundLiteral Bind(IntervalSyntax literal)
    {
        if (literal.To is not null)
        {
            return YearToMonth(literal);
        }

        if (!decimal.TryParse(literal.Value.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || Math.Abs(amount) >= 1_000_000_000
            || (literal.From != "SECOND" && amount != Math.Floor(amount)))
        {
            throw Wrong(literal);
        }

        if (literal.From is "YEAR" or "MONTH")
        {
            return new BoundLiteral(Datum.FromIntervalYearToMonth(new IntervalYearToMonth((long)amount * (literal.From == "YEAR" ? 12 : 1))), new IntervalYearToMonthType());
        }

        var seconds = amount * literal.From switch { "DAY" => 86400, "HOUR" => 3600, "MINUTE" => 60, _ => 1 };
        var whole = Math.Floor(seconds);
        return new BoundLiteral(Datum.FromIntervalDayToSecond(new IntervalDayToSecond((long)whole, (int)((seconds - whole) * 1_000_000_000))), new IntervalDayToSecondType());
    }

    private static BoundLiteral YearToMonth(IntervalSyntax literal)
    {
        var text = literal.Value.Trim();
        var parts = text.TrimStart('-', '+').Split('-');
        if (literal is not { From: "YEAR", To: "MONTH" })
        {
            throw Parsing.Refusals.Refuse(literal.Location, $"INTERVAL ... {literal.From} TO {literal.To} is not supported", "add intervals of one unit each");
        }

        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var years)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months < 12
                ? new BoundLiteral(Datum.FromIntervalYearToMonth(new IntervalYearToMonth(((years * 12L) + months) * (text.StartsWith('-') ? -1 : 1))), new IntervalYearToMonthType())
                : throw Wrong(literal);
    }

    private static Model.Errors.HarunireException Wrong(IntervalSyntax literal) =>
        SqlErrors.At(literal.Location, SqlErrors.Syntax, $"'{literal.Value}' is no interval of {literal.From}");
}
