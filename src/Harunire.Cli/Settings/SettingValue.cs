namespace Harunire.Cli.Settings;

/// <summary>A setting's value and where it comes from.</summary>
/// <param name="Origin">For people: <c>default</c>, <c>harunire.yaml:3</c>, <c>HARUNIRE__CAPTURE__POLL</c>, <c>--set</c>.</param>
internal sealed record SettingValue(string Value, string Origin);
