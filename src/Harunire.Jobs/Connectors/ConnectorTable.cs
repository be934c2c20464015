using System.Collections.Immutable;
using Harunire.Model.Types;

namespace Harunire.Jobs.Connectors;

/// <summary>What a migration says about a table that a connector captures.</summary>
/// <param name="Name">As the topic has it.</param>
/// <param name="Columns">Types at the source, of columns whose type the topic does not tell.</param>
/// <param name="AcceptLoss">Columns whose times may be cut short, or whose NULLs may have become the default.</param>
public sealed record ConnectorTable(string Name, IReadOnlyDictionary<string, OracleType> Columns, ImmutableArray<string> AcceptLoss);
