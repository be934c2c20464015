using Harunire.Jobs.Epochs;
using Harunire.Model.Rows;

namespace Harunire.Jobs.Tests;

/// <summary>Tables as the sum of all deltas: each row with its weight.</summary>
internal sealed class RowSums(IReadOnlyList<TableSchema> tables)
{
    private readonly Dictionary<TableName, Dictionary<string, long>> _weights = tables.ToDictionary(t => t.Name, _ => new Dictionary<string, long>(StringComparer.Ordinal));

    /// <summary>One line a row, sorted within its table.</summary>
    public string Lines => string.Join("\n", tables.SelectMany(t => _weights[t.Name].OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{t.Name} {r.Key} x{r.Value}")));

    public void Add(Epoch epoch)
    {
        foreach (var (table, deltas) in epoch.Deltas)
        {
            for (var i = 0; i < deltas.Count; i++)
            {
                var row = string.Join('|', deltas.Row(i).Select(d => d.ToString()));
                var weight = _weights[table][row] = _weights[table].GetValueOrDefault(row) + deltas.Weights[i];
                if (weight == 0)
                {
                    _weights[table].Remove(row);
                }
            }
        }
    }

    /// <summary>Adds all that the reader has now.</summary>
    public async Task<EpochPosition?> AddAllAsync(EpochReader reader)
    {
        EpochPosition? position = null;
        while (await reader.TryReadAsync(TestContext.Current.CancellationToken) is { } epoch)
        {
            Add(epoch);
            position = epoch.After;
        }

        return position;
    }
}
