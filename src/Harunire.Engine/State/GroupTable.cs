using System.Buffers;
using Harunire.Engine.Checkpoints;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Engine.State;

/// <summary>Groups by key: a working set in memory over the store's, read through on a miss.</summary>
internal sealed class GroupTable<TGroup> : IStateTable
    where TGroup : class, IGroup
{
    private readonly int _id;
    private readonly int _cap;
    private readonly ICheckpointStore? _store;
    private readonly Func<TGroup> _create;
    private readonly Dictionary<Datum[], Slot<TGroup>> _slots = new(RowComparer.Instance);
    private readonly Dictionary<Datum[], Slot<TGroup>>.AlternateLookup<ReadOnlySpan<Datum>> _lookup;
    private readonly List<Slot<TGroup>> _touched = [];
    private readonly List<Slot<TGroup>> _dirty = [];

    public GroupTable(StateScope scope, Func<TGroup> create)
    {
        (_id, _cap, _store, _create) = (scope.Register(this), scope.CachedGroups, scope.Store, create);
        _lookup = _slots.GetAlternateLookup<ReadOnlySpan<Datum>>();
    }

    public List<Slot<TGroup>> Touched => _touched;

    /// <summary>The group of a key, to be changed; <paramref name="first"/>: it was not touched before in this step.</summary>
    public Slot<TGroup> Touch(ReadOnlySpan<Datum> key, out bool first)
    {
        if (!_lookup.TryGetValue(key, out var slot))
        {
            var kept = key.ToArray();
            slot = new Slot<TGroup>(kept, Load(kept));
            _slots.Add(kept, slot);
        }

        first = !slot.Touched;
        if (first)
        {
            slot.Touched = true;
            _touched.Add(slot);
        }

        return slot;
    }

    public void EndStep()
    {
        foreach (var slot in _touched)
        {
            slot.Touched = false;
            if (_store is null)
            {
                if (slot.Group.IsEmpty)
                {
                    _slots.Remove(slot.Key);
                }
            }
            else if (!slot.Dirty)
            {
                slot.Dirty = true;
                _dirty.Add(slot);
            }
        }

        _touched.Clear();
    }

    public IEnumerable<StateChange> Changes()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var slot in _dirty)
        {
            output.ResetWrittenCount();
            if (!slot.Group.IsEmpty)
            {
                slot.Group.Write(output);
            }

            yield return new StateChange(_id, KeyEncoding.Encode(slot.Key), slot.Group.IsEmpty ? null : output.WrittenSpan.ToArray());
        }
    }

    public void Committed()
    {
        foreach (var slot in _dirty)
        {
            slot.Dirty = false;
            if (slot.Group.IsEmpty)
            {
                _slots.Remove(slot.Key);
            }
        }

        _dirty.Clear();
        if (_slots.Count > _cap)
        {
            foreach (var key in _slots.Keys.Take(_slots.Count - _cap).ToList())
            {
                _slots.Remove(key);
            }
        }
    }

    private TGroup Load(Datum[] key)
    {
        var group = _create();
        if (_store?.Read(_id, KeyEncoding.Encode(key)) is { } bytes)
        {
            try
            {
                ReadOnlySpan<byte> input = bytes;
                group.Read(ref input);
                if (!input.IsEmpty)
                {
                    throw new HarunireException(EngineErrors.StateDamaged, $"a group of operator {_id} has bytes left over");
                }
            }
            catch (ArgumentException failure)
            {
                throw new HarunireException(EngineErrors.StateDamaged, $"a group of operator {_id} ends early", inner: failure);
            }
        }

        return group;
    }
}
