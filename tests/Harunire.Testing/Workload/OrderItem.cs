namespace Harunire.Testing.Workload;

/// <summary>A row of the workload's ORDER_ITEMS.</summary>
/// <param name="PriceCents">unit_price in cents.</param>
/// <param name="Status">0 OPEN, 1 COMPLETE, 2 CANCELLED.</param>
public readonly record struct OrderItem(long OrderId, int LineItemId, int ProductId, int StoreId, int Quantity, int PriceCents, int Status, int OrderDay);

/// <summary>A row of ORDER_ITEMS that goes (-1) or comes (+1).</summary>
public readonly record struct OrderDelta(OrderItem Row, int Weight);

/// <summary>A row of PRODUCTS that goes (-1) or comes (+1).</summary>
public readonly record struct ProductDelta(int ProductId, int Category, int Weight);
