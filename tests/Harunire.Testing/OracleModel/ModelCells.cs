using System.Globalization;
using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>Values as Oracle's managed driver gives them: NUMBER as decimal, which fails beyond 28 digits.</summary>
internal static class ModelCells
{
    public static object Of(Datum value) => value.Kind switch
    {
        DatumKind.Null => DBNull.Value,
        DatumKind.Number => value.AsNumber.Precision <= 28
            ? decimal.Parse(value.AsNumber.ToPlainString(), CultureInfo.InvariantCulture)
            : throw new InvalidCastException("Specified cast is not valid."),
        DatumKind.Text => value.AsText,
        DatumKind.Raw => value.AsRaw,
        DatumKind.BinaryFloat => value.AsBinaryFloat,
        DatumKind.BinaryDouble => value.AsBinaryDouble,
        DatumKind.Date => new DateTime(value.AsDate.Year, value.AsDate.Month, value.AsDate.Day, value.AsDate.Hour, value.AsDate.Minute, value.AsDate.Second, DateTimeKind.Unspecified),
        _ => throw new InvalidCastException($"the model's driver gives no {value.Kind}"),
    };

    public static Datum OfBind(object value) => value switch
    {
        string text => Datum.FromText(text),
        long number => Datum.FromNumber(number),
        _ => throw new ArgumentException($"a parameter of type {value.GetType()} is not expected", nameof(value)),
    };
}
