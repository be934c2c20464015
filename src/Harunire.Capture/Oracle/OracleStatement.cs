using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Harunire.Capture.Oracle;

/// <summary>One of the statements in <c>Queries/</c>, with its parts filled in and its parameters in the order of the text.</summary>
/// <remarks>
/// Oracle's driver binds by position unless told otherwise, others bind by name: each parameter stands once and is added in the text's order, so both give the same.
/// </remarks>
internal sealed class OracleStatement(string name)
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private string? _text;

    /// <summary>A statement that is not in <c>Queries/</c>: a mapping's, or a user's own.</summary>
    public static OracleStatement OfText(string text) => new("text") { _text = text };

    /// <summary>Replaces <c>{name}</c>. Only quoted identifiers and expressions made here get in.</summary>
    public OracleStatement Part(string part, string text)
    {
        _parts.Add(part, text);
        return this;
    }

    /// <summary>The value of <c>:parameter</c>: a text, a long, an int or DBNull.</summary>
    public OracleStatement Bind(string parameter, object value)
    {
        _values.Add(parameter, value);
        return this;
    }

    public DbCommand CreateCommand(DbConnection connection)
    {
        var text = _text ?? Fill(Texts.GetOrAdd(name, Load));
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var parameter in ParametersOf(text))
        {
            var bound = command.CreateParameter();
            bound.ParameterName = parameter;
            bound.Direction = ParameterDirection.Input;
            bound.DbType = _values[parameter] is string or DBNull ? DbType.String : DbType.Int64;
            bound.Value = _values[parameter] is int small ? (long)small : _values[parameter];
            command.Parameters.Add(bound);
        }

        return command;
    }

    private string Fill(string template)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length;)
        {
            var open = template.IndexOf('{', i);
            if (open < 0)
            {
                return text.Append(template.AsSpan(i)).ToString();
            }

            var close = template.IndexOf('}', open);
            text.Append(template.AsSpan(i, open - i)).Append(_parts[template[(open + 1)..close]]);
            i = close + 1;
        }

        return text.ToString();
    }

    // Colons in texts ('HH24:MI') and in quoted names are no parameters.
    private static IEnumerable<string> ParametersOf(string text)
    {
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else if (text[i] is '\'' or '"')
            {
                quote = text[i];
            }
            else if (text[i] == ':')
            {
                var start = i + 1;
                while (i + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[i + 1]) || text[i + 1] == '_'))
                {
                    i++;
                }

                yield return text[start..(i + 1)];
            }
        }
    }

    private static string Load(string name)
    {
        var resource = string.Create(CultureInfo.InvariantCulture, $"{typeof(OracleStatement).Namespace}.Queries.{name}.sql");
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The statement {resource} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Trim();
    }
}
