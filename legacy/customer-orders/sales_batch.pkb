CREATE OR REPLACE PACKAGE BODY reporting.sales_batch AS

  PROCEDURE load_store_day IS
  BEGIN
    DELETE FROM store_day_sales;
    INSERT INTO store_day_sales (store_id, sales_date, total_amount, orders)
    SELECT o.store_id, TRUNC(o.order_tms) AS sales_date,
           SUM(i.unit_price * i.quantity) AS amount,
           COUNT(DISTINCT o.order_id) AS orders
    FROM   orders o JOIN order_items i ON i.order_id = o.order_id
    WHERE  o.order_status <> 'CANCELLED'
    GROUP  BY o.store_id, TRUNC(o.order_tms);
  END load_store_day;

  PROCEDURE load_product_month IS
  BEGIN
    DELETE FROM product_month_sales;
    INSERT INTO product_month_sales (product_id, sales_month, product_name, units_sold, revenue, list_price_gap)
    WITH sold AS (
      SELECT i.product_id, TO_CHAR(o.order_tms, 'YYYY-MM') AS sales_month,
             i.quantity, i.unit_price
      FROM   orders o JOIN order_items i ON i.order_id = o.order_id
      WHERE  o.order_status NOT IN ('CANCELLED', 'REFUNDED')
    )
    SELECT s.product_id, s.sales_month,
           MAX(p.product_name) AS product_name,
           SUM(s.quantity) AS units,
           SUM(s.quantity * s.unit_price) AS revenue,
           SUM(s.quantity * (NVL(p.unit_price, s.unit_price) - s.unit_price)) AS list_price_gap
    FROM   sold s JOIN products p ON p.product_id = s.product_id
    GROUP  BY s.product_id, s.sales_month
    HAVING SUM(s.quantity) >= 5;
  END load_product_month;

  -- Row by row, as it has been since 2009.
  PROCEDURE load_customer_value IS
    r         customers%ROWTYPE;
    l_first   DATE;
    l_last    DATE;
    l_orders  NUMBER;
    l_stores  NUMBER;
    l_value   NUMBER;
    l_largest NUMBER;
  BEGIN
    DELETE FROM customer_value;
    FOR r IN (SELECT c.* FROM customers c ORDER BY c.customer_id) LOOP
      SELECT MIN(TRUNC(t.order_tms)), MAX(TRUNC(t.order_tms)), COUNT(*), COUNT(DISTINCT t.store_id),
             NVL(SUM(t.amount), 0), NVL(MAX(t.amount), 0)
      INTO   l_first, l_last, l_orders, l_stores, l_value, l_largest
      FROM   (SELECT o.order_id, o.store_id, o.order_tms, SUM(i.unit_price * i.quantity) AS amount
              FROM   orders o, order_items i
              WHERE  i.order_id = o.order_id
              AND    o.customer_id = r.customer_id
              AND    o.order_status NOT IN ('CANCELLED', 'REFUNDED')
              GROUP  BY o.order_id, o.store_id, o.order_tms) t;
      INSERT INTO customer_value (customer_id, full_name, first_order, last_order, orders, stores_visited, lifetime_value, largest_order)
      VALUES (r.customer_id, r.full_name, l_first, l_last, l_orders, l_stores, l_value, l_largest);
    END LOOP;
  END load_customer_value;

  PROCEDURE load_status_funnel IS
  BEGIN
    DELETE FROM status_funnel;
    INSERT INTO status_funnel (order_year, order_month, stage, orders, customers, refunded)
    SELECT EXTRACT(YEAR FROM o.order_tms) AS order_year,
           EXTRACT(MONTH FROM o.order_tms) AS order_month,
           DECODE(o.order_status, 'OPEN', '1 PLACED', 'PAID', '2 PAID', 'SHIPPED', '3 SENT',
                  'COMPLETE', '4 DONE', '9 LOST') AS stage,
           COUNT(*) AS orders,
           COUNT(DISTINCT o.customer_id) AS customers,
           SUM(DECODE(o.order_status, 'REFUNDED', 1, 0)) AS refunded
    FROM   orders o
    GROUP  BY EXTRACT(YEAR FROM o.order_tms), EXTRACT(MONTH FROM o.order_tms),
           DECODE(o.order_status, 'OPEN', '1 PLACED', 'PAID', '2 PAID', 'SHIPPED', '3 SENT',
                  'COMPLETE', '4 DONE', '9 LOST');
  END load_status_funnel;

  PROCEDURE load_shipment_delay IS
  BEGIN
    DELETE FROM shipment_delay;
    INSERT INTO shipment_delay (store_id, order_month, order_lines, lines_unshipped, delivered, open_days, average_age)
    SELECT o.store_id, TRUNC(o.order_tms, 'MM') AS order_month,
           COUNT(*) AS order_lines,
           SUM(CASE WHEN s.shipment_id IS NULL THEN 1 ELSE 0 END) AS unshipped,
           SUM(CASE WHEN s.shipment_status = 'DELIVERED' THEN 1 ELSE 0 END) AS delivered,
           SUM(CASE WHEN NVL(s.shipment_status, 'NONE') <> 'DELIVERED'
                    THEN LAST_DAY(TRUNC(o.order_tms)) - TRUNC(o.order_tms) ELSE 0 END) AS open_days,
           ROUND(AVG(LAST_DAY(TRUNC(o.order_tms)) - TRUNC(o.order_tms)), 2) AS average_age
    FROM   orders o
           JOIN order_items i ON i.order_id = o.order_id
           LEFT JOIN shipments s ON s.shipment_id = i.shipment_id
    WHERE  o.order_status <> 'CANCELLED'
    GROUP  BY o.store_id, TRUNC(o.order_tms, 'MM');
  END load_shipment_delay;

  PROCEDURE load_stock_value IS
  BEGIN
    DELETE FROM stock_value v
    WHERE  NOT EXISTS (SELECT 1 FROM inventory n WHERE n.store_id = v.store_id);
    MERGE INTO stock_value v
    USING (SELECT n.store_id, MAX(s.store_name) AS store_name, COUNT(*) AS products,
                  SUM(n.product_inventory) AS units,
                  SUM(n.product_inventory * p.unit_price) AS stock_value,
                  SUM(CASE WHEN n.product_inventory = 0 THEN 1 ELSE 0 END) AS sold_out
           FROM   inventory n
                  JOIN products p ON p.product_id = n.product_id
                  JOIN stores s ON s.store_id = n.store_id
           GROUP  BY n.store_id) x
    ON (v.store_id = x.store_id)
    WHEN MATCHED THEN UPDATE SET
      store_name = x.store_name, products = x.products, units = x.units,
      value_at_list_price = x.stock_value, sold_out = x.sold_out
    WHEN NOT MATCHED THEN INSERT (store_id, store_name, products, units, value_at_list_price, sold_out)
      VALUES (x.store_id, x.store_name, x.products, x.units, x.stock_value, x.sold_out);
  END load_stock_value;

  PROCEDURE load_sales_tax IS
  BEGIN
    -- The tax is rounded on each line, as it is on the invoice.
    DELETE FROM sales_tax;
    INSERT INTO sales_tax (store_id, tax_month, net_amount, tax_amount)
    SELECT o.store_id, TRUNC(o.order_tms, 'MM') AS tax_month,
           SUM(i.unit_price * i.quantity) AS net_amount,
           SUM(ROUND(i.unit_price * i.quantity * 0.0725, 2)) AS sales_tax
    FROM   orders o JOIN order_items i ON i.order_id = o.order_id
    WHERE  o.order_status NOT IN ('CANCELLED', 'REFUNDED')
    GROUP  BY o.store_id, TRUNC(o.order_tms, 'MM');
  END load_sales_tax;

  PROCEDURE load_product_turnover IS
  BEGIN
    DELETE FROM product_turnover;
    INSERT INTO product_turnover (product_id, units_sold, on_hand, stores)
    SELECT m.product_id,
           SUM(m.sold) AS units_sold,
           SUM(m.on_hand) AS units_on_hand,
           COUNT(DISTINCT m.store_id) AS stores
    FROM   (SELECT o.store_id, i.product_id, i.quantity AS sold, 0 AS on_hand
            FROM   orders o JOIN order_items i ON i.order_id = o.order_id
            WHERE  o.order_status <> 'CANCELLED'
            UNION ALL
            SELECT n.store_id, n.product_id, 0 AS sold, n.product_inventory AS on_hand
            FROM   inventory n) m
    GROUP  BY m.product_id;
  END load_product_turnover;

  PROCEDURE load_premium_sales IS
  BEGIN
    DELETE FROM premium_sales;
    INSERT INTO premium_sales (store_id, order_lines, premium_amount)
    SELECT o.store_id,
           COUNT(*) AS order_lines,
           SUM(i.unit_price * i.quantity) AS amount
    FROM   orders o JOIN order_items i ON i.order_id = o.order_id
    WHERE  i.unit_price > (SELECT AVG(p.unit_price) FROM products p)
    AND    o.order_status IN ('COMPLETE', 'SHIPPED', 'PAID')
    AND    EXISTS (SELECT 1 FROM inventory n
                   WHERE n.store_id = o.store_id AND n.product_id = i.product_id)
    GROUP  BY o.store_id;
  END load_premium_sales;

  PROCEDURE load_all IS
    l_step VARCHAR2(30);
  BEGIN
    BEGIN
      l_step := 'LOAD_STORE_DAY';
      load_store_day();
      l_step := 'LOAD_PRODUCT_MONTH';
      load_product_month();
      l_step := 'LOAD_CUSTOMER_VALUE';
      load_customer_value();
      l_step := 'LOAD_STATUS_FUNNEL';
      load_status_funnel();
      l_step := 'LOAD_SHIPMENT_DELAY';
      load_shipment_delay();
      l_step := 'LOAD_STOCK_VALUE';
      load_stock_value();
      l_step := 'LOAD_SALES_TAX';
      load_sales_tax();
      l_step := 'LOAD_PRODUCT_TURNOVER';
      load_product_turnover();
      l_step := 'LOAD_PREMIUM_SALES';
      load_premium_sales();
    EXCEPTION
      WHEN OTHERS THEN
        DBMS_OUTPUT.PUT_LINE('SALES_BATCH failed in ' || l_step || ': ' || SQLERRM);
        RAISE;
    END;
    COMMIT;
  END load_all;
END sales_batch;
/
