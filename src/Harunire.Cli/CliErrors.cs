using Harunire.Model.Errors;

namespace Harunire.Cli;

/// <summary>HAR80xx and HAR85xx: usage, settings, commands.</summary>
internal static class CliErrors
{
    public static ErrorCode BadUsage { get; } = new("HAR8001", ErrorCategory.Usage, "wrong usage",
        "The command line was not understood: an unknown command or option, or a missing argument. Nothing was touched. '--help' after any command shows its usage with examples.");

    public static ErrorCode BadSettings { get; } = new("HAR8002", ErrorCategory.Usage, "a setting is wrong",
        "A settings file, a HARUNIRE__ variable or --set holds an unknown name or a value of the wrong kind. 'harunire config show' lists every setting with its value and where it comes from.");

    public static ErrorCode NoConnection { get; } = new("HAR8003", ErrorCategory.Usage, "a connection is not defined",
        "Migrations name connections; what stands behind a name comes from the environment: the variable HARUNIRE__CONNECTIONS__<NAME>, or 'connections:' in harunire.local.yaml. Secrets may stand there as ${env:NAME} or ${file:/path}.");

    public static ErrorCode NoProvider { get; } = new("HAR8004", ErrorCategory.Usage, "the provider is not in this version",
        "The migration names a provider that the file format knows and this version of Harunire can't run yet, or whose driver was not in the package feed when it was built. Sources: sqlite. Topics: embedded. Results: sqlite.");

    public static ErrorCode UnknownCode { get; } = new("HAR8005", ErrorCategory.Usage, "there is no such error code",
        "'harunire explain' takes a code as it stands in an error: HAR and four digits. Without a code it lists all.");

    public static ErrorCode NoSamples { get; } = new("HAR8006", ErrorCategory.Usage, "the demo's samples are not there",
        "The demo reads samples/co, mappings, migrations and legacy of the checkout that the tool was built in, and does not find them above the tool's folder.");

    public static ErrorCode ForeignFolder { get; } = new("HAR8007", ErrorCategory.Refused, "the folder belongs to something else",
        "The demo empties its own folder and no other. The folder exists and lacks the mark of an earlier demo.");

    public static ErrorCode Bug { get; } = new("HAR9001", ErrorCategory.Bug, "a bug in Harunire",
        "Something happened that Harunire does not expect. The state on disk is that of the last checkpoint; running again goes on from there. Please report the message with the version and the command.");

    public static IReadOnlyList<ErrorCode> All { get; } = [BadUsage, BadSettings, NoConnection, NoProvider, UnknownCode, NoSamples, ForeignFolder, Bug];
}
