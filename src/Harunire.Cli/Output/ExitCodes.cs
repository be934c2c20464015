using System.Diagnostics;

namespace Harunire.Cli.Output;

/// <summary>The one table of exit codes.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int AnswerIsNo = 1;
    public const int FinishedWithRejects = 5;
    public const int Interrupted = 130;

    public static IReadOnlyList<int> All { get; } = [Done, AnswerIsNo, 2, 3, 4, FinishedWithRejects, 70, Interrupted, 143];

    public static string Meaning(int code) => code switch
    {
        Done => "done",
        AnswerIsNo => "done, and the answer is no: differences, failed check",
        2 => "wrong usage or configuration; nothing was touched",
        3 => "a system could not be reached or refused; or: could not compare",
        4 => "refused by a safety gate: stale plan, lock held, nothing to compare",
        FinishedWithRejects => "finished, with rejected records",
        70 => "a bug in Harunire",
        Interrupted => "interrupted by Ctrl-C, after an orderly checkpoint",
        143 => "interrupted by SIGTERM, after an orderly checkpoint",
        _ => throw new UnreachableException($"{code} is no exit code"),
    };
}
