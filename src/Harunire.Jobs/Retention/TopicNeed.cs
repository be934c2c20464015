using Harunire.Jobs.Epochs;
using Harunire.Model.Rows;

namespace Harunire.Jobs.Retention;

/// <summary>What a mapping needs of the topics.</summary>
/// <param name="Tables">That it reads.</param>
/// <param name="Position">Where its next start goes on; null: it has no checkpoint, and needs them from the beginning.</param>
public sealed record TopicNeed(IReadOnlyList<TableName> Tables, EpochPosition? Position);
