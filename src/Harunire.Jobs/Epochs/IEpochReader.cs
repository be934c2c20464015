using Harunire.Model.Rows;

namespace Harunire.Jobs.Epochs;

/// <summary>Assembles the topics' events into epochs. Not for several threads.</summary>
public interface IEpochReader
{
    /// <summary>The next epoch, or a part of one; null while there is none.</summary>
    ValueTask<Epoch?> TryReadAsync(CancellationToken cancellationToken = default);

    /// <summary>True where all of these tables and columns are among the wanted ones.</summary>
    bool Covers(IEnumerable<TableSchema> tables, WantedColumns columns);
}
