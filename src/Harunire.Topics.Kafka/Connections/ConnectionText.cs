using System.Data.Common;
using Harunire.Model.Errors;

namespace Harunire.Topics.Kafka.Connections;

/// <summary>A connection string: <c>key=value;key=value</c>, values with a semicolon in quotes.</summary>
internal static class ConnectionText
{
    /// <summary>HAR4304 where it is not of this form.</summary>
    public static Dictionary<string, string> Parse(string text, string name)
    {
        try
        {
            var builder = new DbConnectionStringBuilder { ConnectionString = text };
            return builder.Keys.Cast<string>().ToDictionary(key => key, key => (string)builder[key], StringComparer.Ordinal);
        }
        catch (ArgumentException)
        {
            // The builder's message quotes the text, and with it secrets.
            throw new HarunireException(KafkaErrors.BadSetting, "it is no list of key=value, parted by semicolons", $"connection '{name}'");
        }
    }
}
