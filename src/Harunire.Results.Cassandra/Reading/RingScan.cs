using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cassandra;
using Harunire.Results.Cassandra.Sessions;

namespace Harunire.Results.Cassandra.Reading;

/// <summary>Reads a whole table: parts of the ring side by side, each page by page, in constant memory. A page that fails ends the scan with its error.</summary>
internal sealed class RingScan(CassandraSession session)
{
    private const int Parts = 32;
    private const int Readers = 4;
    private const int PageRows = 2000;

    /// <param name="cql">With two tokens as its only values.</param>
    /// <param name="decode">Called side by side.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    public async IAsyncEnumerable<T> ReadAsync<T>(string cql, Func<Row, T> decode, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<IReadOnlyList<T>>(Readers);
        var reading = ReadPartsAsync(cql, decode, pages.Writer, stop.Token);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var row in page)
                {
                    yield return row;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    // Ends the channel with the failure, so that the reader of the rows gets it in place of their end.
    private async Task ReadPartsAsync<T>(string cql, Func<Row, T> decode, ChannelWriter<IReadOnlyList<T>> pages, CancellationToken cancellationToken)
    {
        var work = Parallel.ForEachAsync(
            TokenRange.Split(Parts),
            new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken },
            (range, token) => ReadPartAsync(cql, range, decode, pages, token));
        await work.ContinueWith(done => pages.Complete(done.Exception?.InnerException ?? (done.IsCanceled ? new OperationCanceledException(cancellationToken) : null)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async ValueTask ReadPartAsync<T>(string cql, TokenRange range, Func<Row, T> decode, ChannelWriter<IReadOnlyList<T>> pages, CancellationToken cancellationToken)
    {
        byte[]? next = null;
        do
        {
            var rows = await session.ExecuteAsync(new CqlRequest(cql, range.First, range.Last) { PageSize = PageRows, PagingState = next }, cancellationToken);
            next = rows.PagingState;
            var page = new List<T>(rows.GetAvailableWithoutFetching());
            page.AddRange(rows.Select(decode));
            if (page.Count > 0)
            {
                await pages.WriteAsync(page, cancellationToken);
            }
        }
        while (next is not null);
    }
}
