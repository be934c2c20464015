using System.Text;
using Harunire.Model.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harunire.Plans.Yaml;

/// <summary>Reads a file into nodes, within limits that are checked first.</summary>
internal sealed class YamlText
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 30;
    private const int MaxNodes = 100_000;

    private readonly string _file;
    private readonly string[] _lines;
    private int _nodes;

    private YamlText(string file, string text) => (_file, _lines) = (file, text.Split('\n'));

    public static YamlMap ReadFile(string file)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                throw new HarunireException(PlanErrors.NoFile, $"the file is larger than {MaxBytes / 1024} KiB", file);
            }

            bytes = File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HarunireException(PlanErrors.NoFile, File.Exists(file) ? failure.Message : "there is no such file", file, inner: failure);
        }

        try
        {
            return Parse(file, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException failure)
        {
            throw new HarunireException(PlanErrors.NoFile, "the file is not UTF-8", file, inner: failure);
        }
    }

    public static YamlMap Parse(string file, string text)
    {
        var reader = new YamlText(file, text);
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                throw At(PlanErrors.BadYaml, new SourceLocation(file, 1, 1), "the file is empty");
            }

            parser.Consume<DocumentStart>();
            var root = reader.Read(parser, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                throw At(PlanErrors.BadYaml, reader.Place(parser.Current!.Start), "the file holds more than one document");
            }

            return root as YamlMap ?? throw At(PlanErrors.BadYaml, root.Location, "expected a map of keys and values at the top of the file");
        }
        catch (YamlException failure)
        {
            throw new HarunireException(new Diagnostic { Code = PlanErrors.BadYaml, Message = Clean(failure), Location = reader.Place(failure.Start) }, failure);
        }
    }

    public static HarunireException At(ErrorCode code, SourceLocation location, string message, string? hint = null) =>
        new(new Diagnostic { Code = code, Message = message, Location = location, Hint = hint });

    private static string Clean(YamlException failure)
    {
        var message = failure.InnerException?.Message ?? failure.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return message.StartsWith('(') && end > 0 ? message[(end + 3)..] : message;
    }

    private YamlNode Read(Parser parser, int depth)
    {
        var location = Place(parser.Current!.Start);
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            throw At(PlanErrors.BadYaml, location, depth > MaxDepth ? $"nested more than {MaxDepth} levels deep" : $"more than {MaxNodes:N0} values");
        }

        if (parser.Accept<AnchorAlias>(out _) || (parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty)))
        {
            throw At(PlanErrors.BadYaml, location, "anchors, aliases and tags are not taken");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlScalar(location, scalar.Value, Content(scalar, location)) { KeepsLines = scalar.Style == ScalarStyle.Literal || (scalar.Style != ScalarStyle.Folded && scalar.Start.Line == scalar.End.Line) };
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Read(parser, depth + 1));
            }

            return new YamlList(location, items);
        }

        parser.Consume<MappingStart>();
        return ReadMap(parser, depth, location);
    }

    private YamlMap ReadMap(Parser parser, int depth, SourceLocation location)
    {
        var entries = new List<(YamlScalar Key, YamlNode Value)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Read(parser, depth + 1) as YamlScalar ?? throw At(PlanErrors.BadYaml, Place(parser.Current!.Start), "expected a key");
            if (!seen.Add(key.Value))
            {
                throw At(PlanErrors.BadYaml, key.Location, $"the key '{key.Value}' stands here twice");
            }

            entries.Add((key, Read(parser, depth + 1)));
        }

        return new YamlMap(location, entries);
    }

    private SourceLocation Place(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);

    private SourceLocation Content(Scalar scalar, SourceLocation location) => scalar.Style switch
    {
        ScalarStyle.Literal or ScalarStyle.Folded => BlockContent(scalar.Start),
        ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => location with { Column = location.Column + 1 },
        _ => location,
    };

    private SourceLocation BlockContent(Mark indicator)
    {
        var line = (int)indicator.Line;
        while (line < _lines.Length && string.IsNullOrWhiteSpace(_lines[line]))
        {
            line++;
        }

        // Blank lines at the block's head belong to its text.
        var text = line < _lines.Length ? _lines[line] : "";
        return new SourceLocation(_file, (int)indicator.Line + 1, text.Length - text.TrimStart(' ').Length + 1);
    }
}
