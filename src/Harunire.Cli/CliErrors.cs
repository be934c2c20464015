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
        "The migration names a provider that the file format knows and this version of Harunire can't run yet, or whose driver was not in the package feed when it was built. Sources: sqlite, postgresql, debezium (topics that a connector fills), and oracle where its driver was in the feed. Topics: embedded, kafka. Results: sqlite, postgresql, and cassandra where its driver was in the feed. Legacy tables: sqlite, postgresql, and oracle where its driver was in the feed.");

    public static ErrorCode UnknownCode { get; } = new("HAR8005", ErrorCategory.Usage, "there is no such error code",
        "'harunire explain' takes a code as it stands in an error: HAR and four digits. Without a code it lists all.");

    public static ErrorCode NoSamples { get; } = new("HAR8006", ErrorCategory.Usage, "the demo's samples are not there",
        "The demo reads samples/co, mappings, migrations and legacy of the checkout that the tool was built in, and does not find them above the tool's folder.");

    public static ErrorCode ForeignFolder { get; } = new("HAR8007", ErrorCategory.Refused, "the folder belongs to something else",
        "The demo empties its own folder and no other. The folder exists and lacks the mark of an earlier demo.");

    public static ErrorCode StalePlan { get; } = new("HAR8501", ErrorCategory.Refused, "the plan is stale",
        "Something that the saved plan was made from has moved since: a file, a connection, a table of the source, a result table, or a script. The message names each. Nothing was changed. Make a new plan, read it, and apply that one.");

    public static ErrorCode BadPlanFile { get; } = new("HAR8502", ErrorCategory.Usage, "the file is not a plan",
        "'harunire apply' takes a migration file (YAML) or a plan that 'harunire plan MIGRATION -o FILE' saved. A plan is sealed by a checksum: one that was changed by hand, cut off, or saved by another major version is refused. Nothing was changed.");

    public static ErrorCode ScriptChanged { get; } = new("HAR8503", ErrorCategory.Refused, "a script was changed after it was applied",
        "The journal in the migration's state folder holds the checksum of each script as it ran. A script that says something else today no longer tells what was done. The applied text is kept in the state folder, under 'applied/'. What is new belongs into a script with the next number.");

    public static ErrorCode ScriptDoesNotFit { get; } = new("HAR8504", ErrorCategory.Refused, "a script does not fit what is there",
        "Some of the script's statements are still needed and some are not, because tables or mappings have changed since it was written. Running it would fail half way or set up the wrong thing. Delete it where it was never applied, and let 'harunire plan' write one that fits.");

    public static ErrorCode NotInScripts { get; } = new("HAR8505", ErrorCategory.Refused, "statements are missing that no script holds",
        "The migration's folder holds numbered scripts, so only reviewed scripts are run. What is missing at the source or at the result tables is in none of them. 'harunire plan' writes the next script; read it, and apply again.");

    public static ErrorCode BadScript { get; } = new("HAR8506", ErrorCategory.Usage, "a script's name is not understood",
        "Numbered scripts beside a migration file say by their names in which order they run, where, and for what: NNN_source.PROVIDER.sql, NNN_results.PROVIDER.sql, NNN_results.cql; words may stand between, as in 003_source_grants.oracle.sql. Two scripts never share a number.");

    public static ErrorCode DamagedJournal { get; } = new("HAR8507", ErrorCategory.System, "the journal is damaged",
        "The file journal.ndjson in the migration's state folder tells which scripts were applied, one JSON object a line. A line of it can't be read. Put it back from a backup; or delete the file: 'harunire apply' then looks at what each script's system already has.");

    public static ErrorCode StateLocked { get; } = new("HAR8508", ErrorCategory.Refused, "another process works on this state",
        "One process at a time captures, streams or sets up a migration. The lock is the operating system's: it is gone as soon as the other process ends, in whatever way, and a file that is left behind locks nothing.");

    public static ErrorCode FileSystem { get; } = new("HAR8509", ErrorCategory.System, "a file or folder can't be used",
        "The operating system refused to read or write a file: it is missing, a folder stands in its place, the permission is missing, or the disk is full. The message is the system's own and names the path. Nothing half done is kept; correct the cause and run again.");

    public static ErrorCode ScriptByHand { get; } = new("HAR8510", ErrorCategory.Refused, "a script has to be run by hand",
        "The script is for a system whose set-up Harunire does not run: at an Oracle source the tables' owner and a DBA do, since the capture's user has no right to. Nothing was run. After they have run it, 'harunire apply MIGRATION --ran SCRIPT' writes that into the journal, with the script's checksum, and goes on with the others.");

    public static ErrorCode Bug { get; } = new("HAR9001", ErrorCategory.Bug, "a bug in Harunire",
        "Something happened that Harunire does not expect. The state on disk is that of the last checkpoint; running again goes on from there. Please report the message with the version and the command.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [BadUsage, BadSettings, NoConnection, NoProvider, UnknownCode, NoSamples, ForeignFolder,
        StalePlan, BadPlanFile, ScriptChanged, ScriptDoesNotFit, NotInScripts, BadScript, DamagedJournal, StateLocked, FileSystem, ScriptByHand, Bug];
}
