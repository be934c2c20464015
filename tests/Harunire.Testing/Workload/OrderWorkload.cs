namespace Harunire.Testing.Workload;

/// <summary>The change stream of ../shared/bench/SPEC.md, version 1: epochs of inserts, updates and deletes, the same in every run.</summary>
public sealed class OrderWorkload(ulong seed = 42)
{
    public const int ProductCount = 10_000;

    private readonly SplitMix _random = new(seed);
    private readonly int[] _categories = [.. Enumerable.Range(0, ProductCount).Select(p => p % 100)];
    private readonly List<OrderItem> _live = [];
    private long _inserts;

    /// <summary>The last epoch's changes of ORDER_ITEMS; reused by the next.</summary>
    public List<OrderDelta> Orders { get; } = [];

    /// <summary>The last epoch's changes of PRODUCTS; reused by the next.</summary>
    public List<ProductDelta> Products { get; } = [];

    public int LiveRows => _live.Count;

    /// <summary>The rows of PRODUCTS before the first epoch.</summary>
    public void InitialProducts()
    {
        Products.Clear();
        Orders.Clear();
        for (var product = 0; product < ProductCount; product++)
        {
            Products.Add(new ProductDelta(product, _categories[product], 1));
        }
    }

    /// <summary>One product change and so many order changes.</summary>
    public void NextEpoch(int changes = 10_000)
    {
        Orders.Clear();
        Products.Clear();
        var product = _random.Below(ProductCount);
        var category = _random.Below(100);
        Products.Add(new ProductDelta(product, _categories[product], -1));
        Products.Add(new ProductDelta(product, category, 1));
        _categories[product] = category;
        for (var i = 0; i < changes; i++)
        {
            var kind = _random.Below(100);
            if (kind < 80 || _live.Count == 0)
            {
                Insert();
            }
            else if (kind < 95)
            {
                Update();
            }
            else
            {
                Delete();
            }
        }
    }

    private void Insert()
    {
        var (order, line) = (1 + (_inserts / 4), 1 + (int)(_inserts % 4));
        _inserts++;
        var (product, store, quantity) = (_random.Below(10_000), _random.Below(1000), 1 + _random.Below(10));
        var (price, status, day) = (100 + _random.Below(99_900), Status(), _random.Below(365));
        var row = new OrderItem(order, line, product, store, quantity, price, status, day);
        _live.Add(row);
        Orders.Add(new OrderDelta(row, 1));
    }

    private void Update()
    {
        var at = _random.Below((uint)_live.Count);
        var (before, kind) = (_live[at], _random.Below(100));
        OrderItem after;
        if (kind < 50)
        {
            after = before with { Status = Status() };
        }
        else if (kind < 85)
        {
            var quantity = 1 + _random.Below(10);
            after = before with { Quantity = quantity, PriceCents = 100 + _random.Below(99_900) };
        }
        else
        {
            var store = _random.Below(1000);
            after = before with { StoreId = store, OrderDay = _random.Below(365) };
        }

        _live[at] = after;
        Orders.Add(new OrderDelta(before, -1));
        Orders.Add(new OrderDelta(after, 1));
    }

    private void Delete()
    {
        var at = _random.Below((uint)_live.Count);
        Orders.Add(new OrderDelta(_live[at], -1));
        _live[at] = _live[^1];
        _live.RemoveAt(_live.Count - 1);
    }

    private int Status() => _random.Below(100) switch
    {
        < 70 => 0,
        < 95 => 1,
        _ => 2,
    };
}
