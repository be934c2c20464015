using Harunire.Model.Errors;

namespace Harunire.Plans.Yaml;

/// <summary>A part of a YAML file with its place. Scalars are texts: no value is guessed to be a number or a boolean.</summary>
internal abstract record YamlNode(SourceLocation Location);

/// <param name="ContentLocation">Where the text itself begins: for a block scalar the first line under the <c>|</c>.</param>
internal sealed record YamlScalar(SourceLocation Location, string Value, SourceLocation ContentLocation) : YamlNode(Location)
{
    /// <summary>False where YAML joined lines, so that the text's lines are not the file's.</summary>
    public bool KeepsLines { get; init; } = true;
}

internal sealed record YamlList(SourceLocation Location, IReadOnlyList<YamlNode> Items) : YamlNode(Location);

internal sealed record YamlMap(SourceLocation Location, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries) : YamlNode(Location);
