using Avro;

namespace Harunire.Registry.Http;

/// <summary>Whether one Avro schema reads what another wrote. Source: Avro 1.12 specification, "Schema Resolution".</summary>
/// <remarks>Stricter in one place: a named type is found by its name without namespace, never by an alias of the type.</remarks>
internal sealed class AvroCompatibility
{
    private readonly HashSet<(Schema Reader, Schema Writer)> _open = new(SamePair.Instance);
    private readonly List<string> _reasons = [];

    private AvroCompatibility()
    {
    }

    /// <summary>Why not; empty where the reader reads all that the writer writes.</summary>
    public static IReadOnlyList<string> Explain(Schema reader, Schema writer)
    {
        var check = new AvroCompatibility();
        check.Check(Bare(reader), Bare(writer), "/");
        return check._reasons;
    }

    private void Check(Schema reader, Schema writer, string path)
    {
        if (writer is UnionSchema written)
        {
            foreach (var branch in written.Schemas)
            {
                Check(reader, Bare(branch), path);
            }

            return;
        }

        if (reader is UnionSchema union)
        {
            if (!union.Schemas.Any(branch => CanRead(Bare(branch), writer)))
            {
                _reasons.Add($"{path}: no branch of the reader's union reads {Name(writer)}");
            }

            return;
        }

        switch (reader, writer)
        {
            case (RecordSchema r, RecordSchema w):
                CheckRecord(r, w, path);
                break;
            case (ArraySchema r, ArraySchema w):
                Check(Bare(r.ItemSchema), Bare(w.ItemSchema), $"{path}items/");
                break;
            case (MapSchema r, MapSchema w):
                Check(Bare(r.ValueSchema), Bare(w.ValueSchema), $"{path}values/");
                break;
            case (EnumSchema r, EnumSchema w):
                Require(r.Name == w.Name, $"{path}: the reader's enum is {r.Name}, the writer's {w.Name}");
                Require(r.Default is not null || w.Symbols.All(r.Symbols.Contains), $"{path}: the reader's enum lacks {string.Join(", ", w.Symbols.Except(r.Symbols, StringComparer.Ordinal))}");
                break;
            case (FixedSchema r, FixedSchema w):
                Require(r.Name == w.Name && r.Size == w.Size, $"{path}: the reader's fixed is {r.Name}({r.Size}), the writer's {w.Name}({w.Size})");
                break;
            default:
                Require(reader.Tag == writer.Tag || Promotes(writer.Tag, reader.Tag), $"{path}: {Name(reader)} does not read {Name(writer)}");
                break;
        }
    }

    private void CheckRecord(RecordSchema reader, RecordSchema writer, string path)
    {
        // A record within itself is checked once.
        if (!_open.Add((reader, writer)))
        {
            return;
        }

        Require(reader.Name == writer.Name, $"{path}: the reader's record is {reader.Name}, the writer's {writer.Name}");
        foreach (var field in reader.Fields)
        {
            var names = new[] { field.Name }.Concat(field.Aliases ?? []);
            var match = names.Select(name => writer.Fields.Find(f => f.Name == name)).FirstOrDefault(f => f is not null);
            if (match is not null)
            {
                Check(Bare(field.Schema), Bare(match.Schema), $"{path}{field.Name}/");
            }
            else
            {
                Require(field.DefaultValue is not null, $"{path}{field.Name}: the writer lacks the field, and the reader has no default for it");
            }
        }
    }

    private static bool CanRead(Schema reader, Schema writer) => Explain(reader, writer).Count == 0;

    private void Require(bool holds, string reason)
    {
        if (!holds)
        {
            _reasons.Add(reason);
        }
    }

    private static bool Promotes(Schema.Type writer, Schema.Type reader) => (writer, reader) is
        (Schema.Type.Int, Schema.Type.Long or Schema.Type.Float or Schema.Type.Double)
        or (Schema.Type.Long, Schema.Type.Float or Schema.Type.Double)
        or (Schema.Type.Float, Schema.Type.Double)
        or (Schema.Type.String, Schema.Type.Bytes)
        or (Schema.Type.Bytes, Schema.Type.String);

    private static Schema Bare(Schema schema) => schema is LogicalSchema logical ? logical.BaseSchema : schema;

    private static string Name(Schema schema) => schema.Name;

    private sealed class SamePair : IEqualityComparer<(Schema Reader, Schema Writer)>
    {
        public static SamePair Instance { get; } = new();

        public bool Equals((Schema Reader, Schema Writer) x, (Schema Reader, Schema Writer) y) => ReferenceEquals(x.Reader, y.Reader) && ReferenceEquals(x.Writer, y.Writer);

        public int GetHashCode((Schema Reader, Schema Writer) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Reader), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Writer));
    }
}
