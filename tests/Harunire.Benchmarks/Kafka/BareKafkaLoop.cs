using Confluent.Kafka;
using Harunire.Topics.Kafka.Connections;

namespace Harunire.Benchmarks.Kafka;

/// <summary>What a programmer writes on the client: produce all and flush, assign and consume. Its settings are those of Harunire's clients.</summary>
internal sealed class BareKafkaLoop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KafkaConnection _connection;
    private readonly Action<DeliveryReport<byte[], byte[]>> _count;
    private int _acknowledged;

    public BareKafkaLoop(KafkaConnection connection) =>
        (_connection, _count) = (connection, report => Interlocked.Add(ref _acknowledged, report.Error.IsError ? 0 : 1));

    public void Append(string topic, RecordLoad load, Stopwatches watches)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(_connection.Producer()).Build();
        var place = new TopicPartition(topic, 0);
        _acknowledged = 0;
        producer.Produce(place, Message(-1, load.Value(0)), _count);
        producer.Flush(Patience);
        watches.Start();
        for (var i = 0; i < load.Count; i++)
        {
            var message = Message(i, load.Value(i));
            while (!TryProduce(producer, place, message))
            {
                Thread.Sleep(1);
            }
        }

        producer.Flush(Patience);

        // Flush may return while the client's other thread tells the last report.
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref _acknowledged) == load.Count + 1, Patience))
        {
            throw new InvalidOperationException($"{_acknowledged} of {load.Count + 1} records were acknowledged");
        }

        watches.Stop();
    }

    public long Read(string topic, int count, Stopwatches watches)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(_connection.Consumer("harunire-benchmark")).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        consumer.Consume(Patience);
        var sum = 0L;
        watches.Start();
        for (var read = 0; read < count;)
        {
            var result = consumer.Consume(Patience) ?? throw new InvalidOperationException($"no record came after {read}");
            if (!result.IsPartitionEOF)
            {
                sum = RecordLoad.Add(sum, result.Message.Key, result.Message.Value);
                read++;
            }
        }

        watches.Stop();
        consumer.Close();
        return sum;
    }

    public async Task DeleteAsync(params string[] topics)
    {
        using var admin = new AdminClientBuilder(_connection.Admin()).Build();
        await admin.DeleteTopicsAsync(topics);
    }

    private static Message<byte[], byte[]> Message(int index, byte[] value) =>
        new() { Key = RecordLoad.Key(index), Value = value, Timestamp = new Timestamp(index + 1L, TimestampType.CreateTime) };

    private bool TryProduce(IProducer<byte[], byte[]> producer, TopicPartition place, Message<byte[], byte[]> message)
    {
        try
        {
            producer.Produce(place, message, _count);
            return true;
        }
        catch (ProduceException<byte[], byte[]> failure) when (failure.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}
