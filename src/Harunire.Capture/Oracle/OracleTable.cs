using System.Collections.Immutable;
using Harunire.Model.Rows;

namespace Harunire.Capture.Oracle;

/// <summary>A captured table with what the dictionary says beside its columns.</summary>
internal sealed record OracleTable
{
    public required TableSchema Schema { get; init; }

    public required OracleTableOptions Options { get; init; }

    /// <summary>False: chunks go by ROWID, because keys are not ordered in the database as they are here.</summary>
    public required bool IsOrderedByKey { get; init; }

    /// <summary>ROWDEPENDENCIES: ORA_ROWSCN is kept for each row.</summary>
    public required bool HasRowScn { get; init; }

    public required bool IsPartitioned { get; init; }

    /// <summary>CLOB and BLOB columns that are not captured.</summary>
    public required ImmutableArray<string> LeftOutLobs { get; init; }

    /// <summary>The materialized view log; null: there is none, or the strategy needs none.</summary>
    public string? Log { get; init; }

    public string Quoted => OracleIdentifier.Quote(Schema.Name);

    /// <summary>The columns as they are selected, with <c>T.</c> in front.</summary>
    public string Columns => string.Join(", ", Schema.Columns.Select(column => OracleColumn.Select(Of(column), column.Type)));

    /// <summary>The column with its alias.</summary>
    public static string Of(ColumnDefinition column) => "T." + OracleIdentifier.Quote(column.Name);

    /// <summary>The columns of the key, in its order.</summary>
    public IEnumerable<ColumnDefinition> KeyColumns => Schema.Key.Select(k => Schema.Columns[k]);
}
