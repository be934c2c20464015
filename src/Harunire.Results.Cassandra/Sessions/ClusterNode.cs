using Cassandra;

namespace Harunire.Results.Cassandra.Sessions;

/// <summary>A node as the driver knows it.</summary>
/// <param name="DataCentre">Empty where the node did not tell.</param>
/// <param name="IsUp">As the driver sees it now.</param>
/// <param name="Version">Cassandra's; null where the node did not tell.</param>
internal sealed record ClusterNode(string Address, string DataCentre, bool IsUp, string? Version, Host Host);
