using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Capture.PostgreSql.Dictionary;

/// <summary>A captured column of a table <c>t</c>: how it is asked for, ordered by and read.</summary>
/// <param name="Definition">As Oracle's.</param>
/// <param name="Declared">As <c>format_type</c> writes it, a domain's base type in its place.</param>
/// <param name="TypeId">Its type's oid, as a change's relation names it.</param>
/// <param name="TypeModifier">And that type's modifier.</param>
internal sealed record PostgreSqlColumn(ColumnDefinition Definition, string Declared, uint TypeId, int TypeModifier)
{
    private const int MostCharacters = 60;

    private bool IsBoolean => Declared == "boolean";

    // With the table's alias: the bare name would be that of the selected text.
    private string Quoted => $"t.{PostgreSqlIdentifier.Quote(Definition.Name)}";

    /// <summary>The expression that gives the value as text. A cast to text would cut a CHAR's blanks.</summary>
    public string Select => Definition.Type is CharType fixedType ? $"rpad({Quoted}::text, {fixedType.Length})" : $"{Quoted}::text";

    /// <summary>The expression whose order is that of <see cref="Datum.Compare"/>; null: there is none.</summary>
    public string? Order => Definition.Type switch
    {
        NumberType or DateType or TimestampType or TimestampTzType or BlobType => Quoted,
        CharType => $"{Select} COLLATE \"C\"",
        TextType => Declared == "uuid" ? Quoted : $"{Quoted} COLLATE \"C\"",
        _ => null,
    };

    /// <summary>A text parameter as a value to compare <see cref="Order"/> with.</summary>
    public string Bound(string parameter) => Definition.Type is CharType or TextType && Declared != "uuid" ? $"{parameter}::text" : $"{parameter}::text::{Declared}";

    /// <summary>The parameter's text for <see cref="Bound"/>.</summary>
    public string Write(Datum value) => IsBoolean
        ? (value.AsNumber.IsZero ? "false" : "true")
        : PostgreSqlText.Write(value, Definition.Type, reason => new HarunireException(CaptureErrors.BadValue, reason, Definition.Name))!;

    /// <summary>HAR3005 for what Oracle's type can't hold; '' is NULL, as it is there.</summary>
    public Datum Read(string? text)
    {
        if (text is null || text.Length == 0)
        {
            return Datum.Null;
        }

        try
        {
            var value = IsBoolean ? Datum.FromNumber(text[0] == 't' ? 1 : 0) : PostgreSqlText.Read(text, Definition.Type);
            return value.Kind == DatumKind.Number && !IsBoolean && value.AsNumber.Precision != SignificantDigits(text)
                ? throw Unreadable(text, "NUMBER holds 38 digits, and nothing is rounded: leave the column out, or round it at the source")
                : value;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException || (failure is HarunireException known && known.Code != CaptureErrors.BadValue))
        {
            throw Unreadable(text, "infinity, NaN and years beyond 9999 have no equivalent: correct the value at the source, or leave the column out", failure);
        }
    }

    private static int SignificantDigits(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        var point = digits.IndexOf('.');
        if (point < 0)
        {
            return digits.Trim('0').Length;
        }

        var fraction = digits[(point + 1)..].TrimEnd('0');
        var whole = digits[..point].TrimStart('0');
        return fraction.IsEmpty ? whole.TrimEnd('0').Length : whole.IsEmpty ? fraction.TrimStart('0').Length : whole.Length + fraction.Length;
    }

    private HarunireException Unreadable(string text, string hint, Exception? failure = null) => new(
        CaptureErrors.BadValue,
        $"'{(text.Length > MostCharacters ? text[..MostCharacters] + "..." : text)}' ({Declared}) can't be read as {Definition.Type}",
        Definition.Name,
        hint,
        failure);
}
