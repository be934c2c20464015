using System.Diagnostics;

namespace Harunire.Cli.Planning;

/// <summary>A script that <c>apply</c> will take next.</summary>
internal sealed record PlannedScript(SetupScript Script, ScriptState State)
{
    /// <summary>The state's word in documents and messages.</summary>
    public string Word => State switch
    {
        ScriptState.New => "new",
        ScriptState.Pending => "pending",
        ScriptState.NotNeeded => "not needed",
        ScriptState.ByHand => "by hand",
        _ => throw new UnreachableException(),
    };
}
