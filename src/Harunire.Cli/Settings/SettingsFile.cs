using Harunire.Model.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harunire.Cli.Settings;

/// <summary>A settings file, flattened to <c>a.b.c</c> and its value; maps and scalars only.</summary>
internal static class SettingsFile
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxDepth = 8;

    public static IReadOnlyDictionary<string, SettingValue> Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw Wrong(path, Mark.Empty, $"the file is larger than {MaxBytes / 1024} KiB");
        }

        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        using var reader = new StreamReader(path);
        try
        {
            var parser = new Parser(reader);
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<StreamEnd>(out _))
            {
                parser.Consume<DocumentStart>();
                if (parser.TryConsume<Scalar>(out var only) && only.Value.Length > 0)
                {
                    throw Wrong(path, only.Start, "expected a map of settings");
                }
                else if (only is null)
                {
                    ReadMap(parser, path, "", values, 0);
                }
            }
        }
        catch (YamlException failure)
        {
            throw Wrong(path, failure.Start, failure.Message, failure);
        }

        return values;
    }

    private static void ReadMap(Parser parser, string path, string prefix, Dictionary<string, SettingValue> values, int depth)
    {
        if (!parser.TryConsume<MappingStart>(out var start) || depth > MaxDepth)
        {
            throw Wrong(path, parser.Current?.Start ?? Mark.Empty, depth > MaxDepth ? "nested too deeply" : "expected a map of settings");
        }

        if (!start.Anchor.IsEmpty || !start.Tag.IsEmpty)
        {
            throw Wrong(path, start.Start, "anchors and tags are not taken in settings");
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw Wrong(path, parser.Current!.Start, "expected the name of a setting");
            }

            var name = prefix + key.Value;
            if (parser.Accept<MappingStart>(out _))
            {
                ReadMap(parser, path, name + ".", values, depth + 1);
            }
            else if (parser.TryConsume<Scalar>(out var value))
            {
                if (!values.TryAdd(name, new SettingValue(value.Value, $"{path}:{key.Start.Line}")))
                {
                    throw Wrong(path, key.Start, $"'{name}' stands here twice");
                }
            }
            else
            {
                throw Wrong(path, parser.Current!.Start, $"'{name}' must be a single value");
            }
        }
    }

    private static HarunireException Wrong(string path, Mark mark, string message, Exception? inner = null) =>
        new(new Diagnostic { Code = CliErrors.BadSettings, Message = message, Location = new SourceLocation(path, (int)mark.Line, (int)mark.Column) }, inner);
}
