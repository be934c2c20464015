using Harunire.Model.Values;

namespace Harunire.Testing.OracleModel;

/// <summary>A row while a query runs: values by name, each with the alias of its table.</summary>
internal sealed class ModelRow
{
    private readonly List<(string? Alias, string Name, Datum Value)> _values = [];
    private readonly List<string> _lost = [];

    public ModelRow Add(string? alias, string name, Datum value)
    {
        _values.Add((alias, name, value));
        return this;
    }

    /// <summary>A LOB whose version is overwritten: ORA-22924 when it is fetched.</summary>
    public void AddLost(string name) => _lost.Add(name);

    public ModelRow Join(ModelRow other)
    {
        var joined = new ModelRow();
        joined._values.AddRange(_values);
        joined._values.AddRange(other._values);
        joined._lost.AddRange([.. _lost, .. other._lost]);
        return joined;
    }

    /// <summary>Under a table's alias.</summary>
    public ModelRow As(string? alias)
    {
        var renamed = new ModelRow();
        renamed._values.AddRange(_values.Select(v => (alias, v.Name, v.Value)));
        renamed._lost.AddRange(_lost);
        return renamed;
    }

    /// <summary>ORA-00904 where there is none, ORA-00918 where there are several.</summary>
    public Datum Find(string? alias, string name)
    {
        if (_lost.Contains(name))
        {
            throw new OracleError(22924, "snapshot too old");
        }

        var found = _values.FindAll(v => v.Name == name && (alias is null || v.Alias == alias));
        return found.Count == 1 ? found[0].Value
            : throw (found.Count == 0 ? new OracleError(904, $"\"{alias}\".\"{name}\": invalid identifier") : new OracleError(918, $"{name}: column ambiguously specified"));
    }
}
