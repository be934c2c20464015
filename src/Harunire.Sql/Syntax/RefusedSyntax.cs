using Harunire.Model.Errors;

namespace Harunire.Sql.Syntax;

/// <summary>Stands where the text has something that was refused or could not be read, so that the rest is still checked.</summary>
public sealed record RefusedSyntax(SourceLocation Location) : SqlExpression(Location);
