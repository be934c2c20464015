using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Plans.Files;

/// <summary>A mapping with rows to put in and rows to get, for CI: no database is needed.</summary>
/// <param name="Mapping">The mapping file's path.</param>
/// <param name="Tables">What the mapping's source tables look like.</param>
public sealed record MappingTest(string Path, string Mapping, ImmutableArray<TableSchema> Tables, ImmutableArray<TestCase> Cases);

/// <summary>Steps one after the other on one state; another case begins with nothing.</summary>
public sealed record TestCase(string Name, SourceLocation Location, ImmutableArray<TestStep> Steps);

/// <summary>Changes that take effect as one cut, and the whole result after it.</summary>
public sealed record TestStep(SourceLocation Location, ImmutableArray<TestRow> Rows, ImmutableArray<TestRow> Deleted, ImmutableArray<ExpectedRow> Expected);

/// <summary>A row that is there from now on, in the place of one with the same key; or a key whose row goes.</summary>
/// <param name="Values">One a column of the table; of a deleted row only those of its key count.</param>
public sealed record TestRow(SourceLocation Location, TableSchema Table, Datum[] Values);

/// <summary>Columns of a result row as texts; those that are not named are not compared.</summary>
public sealed record ExpectedRow(SourceLocation Location, ImmutableArray<ExpectedCell> Cells);

/// <param name="Value">In the form of the column's type; empty: NULL.</param>
public sealed record ExpectedCell(string Column, string Value, SourceLocation Location);
