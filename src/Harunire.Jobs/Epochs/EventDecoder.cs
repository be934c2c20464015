using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Topics.Avro;
using Harunire.Topics.Debezium;
using Harunire.Topics.Registry;

namespace Harunire.Jobs.Epochs;

/// <summary>Decodes a table's records, each with the schema that it was written with.</summary>
/// <param name="registry">Of the schemas.</param>
/// <param name="table">The columns that are wanted.</param>
/// <param name="options">What is read, and what passes.</param>
/// <param name="withMarks">True for topics that a connector fills.</param>
internal sealed class EventDecoder(ISchemaRegistry registry, TableSchema table, DecoderOptions options, bool withMarks)
{
    private readonly Dictionary<int, EnvelopeDecoder> _decoders = [];

    public async ValueTask<(ChangeEvent Change, EventMarks Marks)> DecodeAsync(ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var id = SchemaFrame.ReadId(value.Span);
        if (!_decoders.TryGetValue(id, out var decoder))
        {
            decoder = new EnvelopeDecoder(AvroSchema.Parse(await registry.GetByIdAsync(id, cancellationToken)), table, options);
            _decoders.Add(id, decoder);
        }

        var marks = default(EventMarks);
        return (withMarks ? decoder.DecodeEvent(value.Span, out marks) : decoder.DecodeEvent(value.Span), marks);
    }
}
