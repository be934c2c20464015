using Harunire.Model.Errors;

namespace Harunire.Plans;

/// <summary>HAR20xx: migration and mapping files, and their plans.</summary>
public static class PlanErrors
{
    public static ErrorCode NoFile { get; } = new("HAR2001", ErrorCategory.Usage, "the file can't be read",
        "The migration or mapping file does not exist, is no text in UTF-8, or is larger than 1 MiB. Globs under 'mappings:' are relative to the migration file and must match at least one file.");

    public static ErrorCode BadYaml { get; } = new("HAR2002", ErrorCategory.Usage, "the file is not the YAML that Harunire reads",
        "Files are plain YAML: maps, lists, scalars; one document; no tabs in the indentation, no anchors, aliases or tags; at most 30 levels deep. The message gives line and column.");

    public static ErrorCode UnknownKey { get; } = new("HAR2003", ErrorCategory.Usage, "there is no such key",
        "The file has a key that Harunire does not know at this place. Nothing is ignored silently: correct it, or delete it. docs/mapping-file.md and docs/migration-file.md list all keys.");

    public static ErrorCode MissingKey { get; } = new("HAR2004", ErrorCategory.Usage, "a key is missing",
        "The file lacks a key that has no default. docs/mapping-file.md and docs/migration-file.md say what each means.");

    public static ErrorCode WrongValue { get; } = new("HAR2005", ErrorCategory.Usage, "a value is of the wrong kind",
        "The value is not of the kind that the key takes: a text, a list, a map, a number, true or false. The message says which.");

    public static ErrorCode BadTarget { get; } = new("HAR2006", ErrorCategory.Usage, "the target does not fit the query",
        "The target's keys are output columns of the query; together they must make each row unique, and every output column needs a name of its own.");

    public static ErrorCode NotPlannable { get; } = new("HAR2007", ErrorCategory.Usage, "the query can't be kept up to date in this form",
        "The construct is supported elsewhere in a query, but not at this place. The message says how to write it otherwise.");

    public static ErrorCode DuplicateName { get; } = new("HAR2008", ErrorCategory.Usage, "one name stands for two things",
        "Each mapping of a migration has its own name and fills its own table; a table or column stands once in its list. Names that differ in case only are one name.");

    public static IReadOnlyList<ErrorCode> All { get; } = [NoFile, BadYaml, UnknownKey, MissingKey, WrongValue, BadTarget, NotPlannable, DuplicateName];
}
