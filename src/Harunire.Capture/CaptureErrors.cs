using Harunire.Model.Errors;

namespace Harunire.Capture;

/// <summary>HAR3xxx: reading sources.</summary>
public static class CaptureErrors
{
    public static ErrorCode UnknownTable { get; } = new("HAR3001", ErrorCategory.Usage, "the source has no such table",
        "The migration's source block names a table that the source database does not have, or that is a view or a virtual table. Names are compared without case. Correct the name in 'source: tables:', or connect to the right database.");

    public static ErrorCode NoKey { get; } = new("HAR3002", ErrorCategory.Usage, "the table has no key",
        "Every captured table needs a key: changes are keyed by it, and the initial snapshot goes by its order. Declare a primary key in the source, or name unique, never-null columns in the migration: 'ORDERS: { key: [ORDER_ID] }'.");

    public static ErrorCode UnsupportedType { get; } = new("HAR3003", ErrorCategory.Usage, "a column's type is not supported",
        "The column's declared type has no equivalent among Oracle's types that Harunire carries. Nothing is guessed: leave the table out, or declare the column with a supported type (docs/sqlite-source.md and docs/postgresql-source.md list them).");

    public static ErrorCode SetupMissing { get; } = new("HAR3004", ErrorCategory.Refused, "the table is not set up for capture",
        "The change log or a trigger of the table is missing, or no longer fits the table's columns. Changes made meanwhile are not in the log, so capture stops instead of skipping them. Run 'harunire apply' on the migration; where changes may have been lost, it starts a new snapshot of that table.");

    public static ErrorCode BadValue { get; } = new("HAR3005", ErrorCategory.System, "a stored value does not fit its column's type",
        "The source holds a value that can't be read as the declared type without guessing: text in a NUMBER column, a REAL with more than 15 significant digits, a date that is not ISO 8601. The message names table, key and column. Correct the value at the source.");

    public static ErrorCode Unreachable { get; } = new("HAR3006", ErrorCategory.System, "the source could not be opened or read",
        "The database file is missing, is not a database, is damaged, or another process holds its lock for too long. The message says which. Nothing was published for the poll in hand; a later run goes on from the last published cut.");

    public static ErrorCode OldSqlite { get; } = new("HAR3007", ErrorCategory.System, "this SQLite is too old",
        "SQLite before 3.51.3 can corrupt a WAL database that two connections use (https://sqlite.org/wal.html, the WAL-reset bug). Harunire refuses to run on it.");

    public static ErrorCode LogGap { get; } = new("HAR3008", ErrorCategory.Refused, "the change log has a gap",
        "Entries of the change log after the last published position are missing: somebody deleted them, or the database was restored from a copy. Changes are lost for capture. Delete the migration's topics and state and start again, so that a new snapshot is taken.");

    public static ErrorCode NullKey { get; } = new("HAR3009", ErrorCategory.System, "a row has NULL in its key",
        "SQLite allows NULL in primary keys that are not declared NOT NULL. Such a row can't be keyed. Give it a key, or name other key columns in the migration.");

    public static ErrorCode UnsupportedIndex { get; } = new("HAR3010", ErrorCategory.Refused, "a unique index can't be followed",
        "SQLite's REPLACE removes the rows that collide in a unique index, and tells no trigger. Harunire follows indexes over plain columns; through one with a condition (WHERE) or an expression, rows would vanish unseen. Replace the index by one over columns, or by a trigger that refuses duplicates.");

    public static ErrorCode TableChanged { get; } = new("HAR3011", ErrorCategory.Refused, "a captured column is gone or another",
        "A column of a captured table was dropped, renamed, moved or given another type. Events of both shapes would stand in one topic under one name, so capture stops before the next cut. Put the column back; or begin again: delete the migration's topics and state, correct the mappings, run 'harunire apply' and a new snapshot. Columns that are added at the end of a table don't stop capture: 'harunire apply' takes them in.");

    public static ErrorCode ChangeGap { get; } = new("HAR3020", ErrorCategory.System, "a table's history has a gap",
        "The changes since the last published position can't be told any more: undo was overwritten, or DDL, TRUNCATE or a direct-path load cut the history. Nothing was published for the poll in hand. The next poll repairs the table by comparing all its rows with the published ones, and says so.");

    public static ErrorCode MissingPrivilege { get; } = new("HAR3021", ErrorCategory.System, "a privilege is missing",
        "Oracle says that the object does not exist or that the privilege is missing, which it doesn't tell apart. 'harunire plan' prints the grants that capture needs, the least that work; no privilege with ANY is among them. A DBA or the owner runs them.");

    public static ErrorCode UnusableStrategy { get; } = new("HAR3023", ErrorCategory.Usage, "the strategy can't be used for this table",
        "The table or the database lacks what the strategy needs: flashback works on permanent heap and index-organized tables, mvlog needs a materialized view log of its own WITH PRIMARY KEY, COMMIT SCN, watermark needs a column of a date or timestamp type and, without GV$TRANSACTION, an overlap. docs/oracle-source.md says which strategy fits which table.");

    public static ErrorCode SetupByHand { get; } = new("HAR3024", ErrorCategory.Refused, "the source's set-up is run by its owners",
        "The capture's user of an Oracle source holds the least privileges that work, and none to set anything up. Grants and materialized view logs are run by the tables' owner and a DBA, in SQLcl or SQL*Plus; 'harunire plan' prints them.");

    public static ErrorCode ServerNotReady { get; } = new("HAR3025", ErrorCategory.Refused, "the server can't give changes",
        "PostgreSQL writes what logical decoding needs only with wal_level = logical, from version 14 on, and on the primary. An administrator sets it: ALTER SYSTEM SET wal_level = logical, and a restart. Where that can't be had, the strategies snapshot-diff and watermark read with SELECT alone.");

    public static ErrorCode Truncated { get; } = new("HAR3026", ErrorCategory.Refused, "a captured table was truncated",
        "TRUNCATE removes all rows and names none, and an aggregation can't take back rows that it is not shown. Nothing of the cut in hand takes effect. Begin again with a new snapshot: delete the migration's topics and state, and run it. To empty a captured table, DELETE is followed exactly; the strategy snapshot-diff follows TRUNCATE, too.");

    public static ErrorCode StillRunning { get; } = new("HAR3027", ErrorCategory.System, "older transactions are waited for",
        "The first rows of a snapshot are read once every transaction has ended that ran when capture began: what such a transaction wrote could be neither in the rows nor in the changes. The message names the oldest. Capture waits and tries again; a transaction that was forgotten can be ended with pg_terminate_backend.");

    public static IReadOnlyList<ErrorCode> All { get; } =
        [UnknownTable, NoKey, UnsupportedType, SetupMissing, BadValue, Unreachable, OldSqlite, LogGap, NullKey, UnsupportedIndex, TableChanged, ChangeGap, MissingPrivilege, UnusableStrategy, SetupByHand,
        ServerNotReady, Truncated, StillRunning];
}
