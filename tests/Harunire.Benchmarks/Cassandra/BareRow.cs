namespace Harunire.Benchmarks.Cassandra;

/// <summary>A row in the types that the driver takes.</summary>
internal sealed record BareRow(int Store, DateTime Day, int Orders, decimal Amount, string Note);
