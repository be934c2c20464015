using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Plans.Files;

/// <summary>Values as a user writes them in a file: ISO dates, plain numbers, RAW in hexadecimal, the empty text for NULL as in Oracle.</summary>
public static class CellText
{
    /// <summary>Null where the text is no value of the type.</summary>
    public static Datum? TryRead(string text, OracleType type)
    {
        try
        {
            return (type, text) switch
            {
                (_, "") => Datum.Null,
                (RawType or BlobType, _) => Datum.FromRaw(Convert.FromHexString(text)),
                (BinaryFloatType, _) => Datum.FromBinaryFloat(float.Parse(text, CultureInfo.InvariantCulture)),
                (BinaryDoubleType, _) => Datum.FromBinaryDouble(double.Parse(text, CultureInfo.InvariantCulture)),
                (CharType padded, _) => Datum.FromText(text.PadRight(padded.Length)),
                _ => StoredValue.Read(text, type),
            };
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or HarunireException)
        {
            return null;
        }
    }
}
