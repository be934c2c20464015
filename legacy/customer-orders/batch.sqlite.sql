-- The nightly run of REPORTING.SALES_BATCH, written by hand for SQLite; independent of Harunire's SQL.
-- Money is whole cents inside; every rounding is integer arithmetic, half away from zero. A result is written as
-- cents / 100.0: one correctly rounded division, so the REAL's shortest decimal is the exact value (15 digits).
-- The prices of the source are two-decimal values, so round(price * 100) finds their cents without doubt.
DROP TABLE IF EXISTS temp.line;
CREATE TEMP TABLE line AS
SELECT o.order_id, o.customer_id, o.store_id, o.order_status, substr(o.order_tms, 1, 10) AS day,
       substr(o.order_tms, 1, 7) || '-01' AS month_start, i.product_id, i.quantity, i.shipment_id,
       CAST(round(i.unit_price * 100) AS INTEGER) AS cents
FROM orders o JOIN order_items i USING (order_id);

DELETE FROM store_day_sales;
INSERT INTO store_day_sales
SELECT store_id, day, sum(cents * quantity) / 100.0, count(DISTINCT order_id)
FROM temp.line WHERE order_status <> 'CANCELLED' GROUP BY store_id, day;

DELETE FROM product_month_sales;
INSERT INTO product_month_sales
SELECT l.product_id, substr(l.day, 1, 7), max(p.product_name), sum(l.quantity), sum(l.quantity * l.cents) / 100.0,
       sum(l.quantity * (CASE WHEN p.unit_price IS NULL THEN l.cents ELSE CAST(round(p.unit_price * 100) AS INTEGER) END - l.cents)) / 100.0
FROM temp.line l JOIN products p ON p.product_id = l.product_id
WHERE l.order_status <> 'CANCELLED' AND l.order_status <> 'REFUNDED'
GROUP BY l.product_id, substr(l.day, 1, 7) HAVING sum(l.quantity) > 4;

DELETE FROM customer_value;
INSERT INTO customer_value
SELECT c.customer_id, c.full_name, min(t.day), max(t.day), count(t.order_id), count(DISTINCT t.store_id),
       coalesce(sum(t.total), 0) / 100.0, coalesce(max(t.total), 0) / 100.0
FROM customers c LEFT JOIN (
  SELECT customer_id, order_id, store_id, day, sum(cents * quantity) AS total
  FROM temp.line WHERE order_status <> 'CANCELLED' AND order_status <> 'REFUNDED' GROUP BY order_id) t
  ON t.customer_id = c.customer_id
GROUP BY c.customer_id;

DELETE FROM status_funnel;
INSERT INTO status_funnel
SELECT CAST(substr(order_tms, 1, 4) AS INTEGER), CAST(substr(order_tms, 6, 2) AS INTEGER),
       CASE order_status WHEN 'OPEN' THEN '1 PLACED' WHEN 'PAID' THEN '2 PAID' WHEN 'SHIPPED' THEN '3 SENT' WHEN 'COMPLETE' THEN '4 DONE' ELSE '9 LOST' END,
       count(*), count(DISTINCT customer_id), count(*) FILTER (WHERE order_status = 'REFUNDED')
FROM orders GROUP BY 1, 2, 3;

DELETE FROM shipment_delay;
INSERT INTO shipment_delay
SELECT store_id, month_start, count(*), count(*) FILTER (WHERE status IS NULL), count(*) FILTER (WHERE status = 'DELIVERED'),
       sum(CASE WHEN status = 'DELIVERED' THEN 0 ELSE age END), ((200 * sum(age) + count(*)) / (2 * count(*))) / 100.0
FROM (SELECT l.store_id, l.month_start, s.shipment_status AS status,
             CAST(strftime('%d', l.month_start, '+1 month', '-1 day') AS INTEGER) - CAST(substr(l.day, 9, 2) AS INTEGER) AS age
      FROM temp.line l LEFT JOIN shipments s ON s.shipment_id = l.shipment_id WHERE l.order_status <> 'CANCELLED')
GROUP BY store_id, month_start;

DELETE FROM stock_value;
INSERT INTO stock_value
SELECT n.store_id, s.store_name, count(*), sum(n.product_inventory),
       sum(n.product_inventory * CAST(round(p.unit_price * 100) AS INTEGER)) / 100.0, count(*) FILTER (WHERE n.product_inventory = 0)
FROM inventory n JOIN products p ON p.product_id = n.product_id JOIN stores s ON s.store_id = n.store_id
GROUP BY n.store_id;

-- Each line's tax is rounded to cents before it is summed: 7.25 % of whole cents is in units of 1/10000 cent.
DELETE FROM sales_tax;
INSERT INTO sales_tax
SELECT store_id, month_start, sum(cents * quantity) / 100.0, sum((cents * quantity * 725 + 5000) / 10000) / 100.0
FROM temp.line WHERE order_status <> 'CANCELLED' AND order_status <> 'REFUNDED' GROUP BY store_id, month_start;

DELETE FROM product_turnover;
INSERT INTO product_turnover
SELECT product_id, sum(sold), sum(stock), count(DISTINCT store_id)
FROM (SELECT product_id, store_id, quantity AS sold, 0 AS stock FROM temp.line WHERE order_status <> 'CANCELLED'
      UNION ALL SELECT product_id, store_id, 0, product_inventory FROM inventory)
GROUP BY product_id;

-- price > average is price * n > sum, in whole cents.
DELETE FROM premium_sales;
INSERT INTO premium_sales
SELECT l.store_id, count(*), sum(l.cents * l.quantity) / 100.0
FROM temp.line l, (SELECT count(unit_price) AS n, sum(CAST(round(unit_price * 100) AS INTEGER)) AS total FROM products) a
WHERE l.cents * a.n > a.total AND l.order_status IN ('COMPLETE', 'SHIPPED', 'PAID')
AND (l.store_id, l.product_id) IN (SELECT store_id, product_id FROM inventory)
GROUP BY l.store_id;

DROP TABLE temp.line;
