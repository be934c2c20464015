namespace Harunire.Results.Cassandra.Sessions;

/// <summary>One statement with its values. All of Harunire's can be sent again without harm.</summary>
/// <param name="Cql">Prepared once in each session, where it has values.</param>
/// <param name="Values">In the driver's types, or as bytes for any type.</param>
internal sealed record CqlRequest(string Cql, params object?[] Values)
{
    /// <summary>Rows of a page; null: the driver's default.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where the next page begins; null: the first.</summary>
    public byte[]? PagingState { get; init; }

    /// <summary>A lightweight transaction, or a read that must see the last one.</summary>
    public bool IsSerial { get; init; }

    /// <summary>The one node that is asked, about itself; null: the driver chooses.</summary>
    public ClusterNode? Node { get; init; }

    /// <summary>Changes the schema: takes longer than a row.</summary>
    public bool IsDefinition { get; init; }
}
