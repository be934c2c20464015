using Harunire.Model.Errors;

namespace Harunire.Cli.Output;

/// <summary>Writes an error to stderr as UX asks: code, place, what was expected, what to do. A stack trace only where it is our bug.</summary>
internal static class FailureWriter
{
    /// <returns>The exit code.</returns>
    public static int Write(Exception failure)
    {
        switch (failure)
        {
            case HarunireException known:
                foreach (var diagnostic in known.Diagnostics)
                {
                    Write(diagnostic);
                }

                return (int)known.Code.Category;
            case OperationCanceledException:
                Console.Error.WriteLine("interrupted; everything up to the last checkpoint is kept");
                return ExitCodes.Interrupted;
            case IOException { HResult: var code } when (code & 0xFFFF) == 32:
                return 0; // stdout was closed by its reader (EPIPE), as in 'harunire topic peek | head'
            case IOException or UnauthorizedAccessException:
                Write(new Diagnostic { Code = CliErrors.FileSystem, Message = failure.Message, Hint = "correct the cause and run again; nothing half done is kept" });
                return (int)ErrorCategory.System;
            default:
                Console.Error.WriteLine($"error HAR9001: this is a bug in Harunire: {SecretMask.Apply(failure.ToString())}");
                Console.Error.WriteLine("  Nothing half done is kept. Please report the lines above; 'harunire explain HAR9001' says more.");
                return (int)ErrorCategory.Bug;
        }
    }

    private static void Write(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.ToString();
        var subject = diagnostic.Subject is null ? "" : diagnostic.Subject + ": ";
        Console.Error.WriteLine(SecretMask.Apply($"{(place.Length == 0 ? "" : place + ": ")}error {diagnostic.Code.Code}: {subject}{diagnostic.Message}"));
        if (diagnostic.Hint is not null)
        {
            Console.Error.WriteLine(SecretMask.Apply($"  {diagnostic.Hint}"));
        }
    }
}
