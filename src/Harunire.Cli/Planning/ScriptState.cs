namespace Harunire.Cli.Planning;

/// <summary>What will become of a script.</summary>
internal enum ScriptState
{
    /// <summary>Made by this plan.</summary>
    New,

    /// <summary>It stands in the folder and was not applied yet.</summary>
    Pending,

    /// <summary>It stands in the folder as <c>plan</c> wrote it; none of its statements is missing, so it will be recorded and not run.</summary>
    NotNeeded,

    /// <summary>It stands in the folder and was not applied yet; its system's owners run it.</summary>
    ByHand,
}
