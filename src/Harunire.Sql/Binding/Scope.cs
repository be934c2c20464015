using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>The relations that a name can mean at a place in the query, and those around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly List<(string Alias, ImmutableArray<QueryColumn> Columns)> _relations = [];
    private readonly Dictionary<string, BoundExpression> _merged = new(StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _unknown = [];

    public Scope? Outer { get; } = outer;

    public IReadOnlyList<(string Alias, ImmutableArray<QueryColumn> Columns)> Relations => _relations;

    public bool HasMerged => _merged.Count > 0;

    public void Add(string alias, ImmutableArray<QueryColumn> columns, SourceLocation location)
    {
        if (alias.Length > 0 && _relations.Any(r => r.Alias.Equals(alias, StringComparison.OrdinalIgnoreCase)))
        {
            throw SqlErrors.At(location, SqlErrors.AmbiguousColumn, $"two tables of FROM are called {alias}", "give one of them an alias of its own");
        }

        _relations.Add((alias, columns));
    }

    /// <summary>A table that there is not: its columns are no more errors.</summary>
    /// <param name="alias">Empty: any.</param>
    public void AddUnknown(string alias) => _unknown.Add(alias);

    /// <summary>USING: the unqualified name means this.</summary>
    public void Merge(string column, BoundExpression meaning) => _merged[column] = meaning;

    public bool Holds(QueryColumn column) => _relations.Any(r => r.Columns.Any(c => c.Id == column.Id));

    /// <summary>Replaces columns by ones that may be NULL: an outer join's far side.</summary>
    public void MakeNullable(IEnumerable<QueryColumn> columns)
    {
        var ids = columns.Select(c => c.Id).ToHashSet();
        for (var i = 0; i < _relations.Count; i++)
        {
            _relations[i] = (_relations[i].Alias, [.. _relations[i].Columns.Select(c => ids.Contains(c.Id) ? c with { Nullable = true } : c)]);
        }
    }

    /// <summary>What the name means; a NULL without a type where it may be a column of a table that is not known.</summary>
    public BoundExpression Resolve(ColumnSyntax column)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.TryResolve(column) is { } found)
            {
                return found with { Location = column.Location };
            }
        }

        return MayBeOfUnknown(column) ? new BoundLiteral(Datum.Null, TypeFamilies.UntypedNull) { Location = column.Location } : throw Unknown(column);
    }

    private bool MayBeOfUnknown(ColumnSyntax column) =>
        _unknown.Exists(alias => alias.Length == 0 || column.Qualifier is null || column.Qualifier.Matches(alias)) || (Outer?.MayBeOfUnknown(column) ?? false);

    private BoundExpression? TryResolve(ColumnSyntax column)
    {
        if (column.Qualifier is null && _merged.TryGetValue(column.Name.Text, out var merged))
        {
            return merged;
        }

        var matches = _relations
            .Where(r => column.Qualifier is null || column.Qualifier.Matches(r.Alias))
            .SelectMany(r => r.Columns.Where(c => column.Name.Matches(c.Name)).Select(c => (r.Alias, Column: c)))
            .Take(2)
            .ToList();
        return matches.Count switch
        {
            0 => null,
            1 => new BoundColumn(matches[0].Column),
            _ => throw SqlErrors.At(column.Location, SqlErrors.AmbiguousColumn, $"{column.Name} is a column of {matches[0].Alias} and of {matches[1].Alias}", $"write {matches[0].Alias}.{column.Name} or {matches[1].Alias}.{column.Name}"),
        };
    }

    private HarunireException Unknown(ColumnSyntax column)
    {
        var all = new List<(string Alias, string Name)>();
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            all.AddRange(scope._relations.SelectMany(r => r.Columns.Select(c => (r.Alias, c.Name))));
        }

        if (column.Qualifier is { } qualifier && !all.Any(c => qualifier.Matches(c.Alias)))
        {
            var aliases = all.Select(c => c.Alias).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            var near = NearestName.Find(qualifier.Text, aliases);
            return SqlErrors.At(column.Location, SqlErrors.UnknownColumn, $"no table of the query is called {qualifier}", near is null ? $"there are: {string.Join(", ", aliases)}" : $"did you mean {near}?");
        }

        var candidates = all.Where(c => column.Qualifier is null || column.Qualifier.Matches(c.Alias)).Select(c => c.Name);
        var nearest = NearestName.Find(column.Name.Text, candidates);
        var name = column.Qualifier is null ? column.Name.ToString() : $"{column.Qualifier}.{column.Name}";
        return SqlErrors.At(column.Location, SqlErrors.UnknownColumn, $"there is no column {name}", nearest is null ? null : $"did you mean {nearest}?");
    }
}
