namespace Harunire.Engine.Expressions;

/// <summary>SQL's three truth values.</summary>
internal enum Truth : byte
{
    False,
    True,
    Unknown,
}
