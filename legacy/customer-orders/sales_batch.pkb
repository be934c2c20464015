CREATE OR REPLACE PACKAGE BODY reporting.sales_batch AS

  g_step          VARCHAR2(30); -- what load_all is doing, for the log
  g_average_price NUMBER;       -- of the price list; read once a run

  -- Cancelled and refunded orders bring no money.
  FUNCTION is_revenue(p_status IN VARCHAR2) RETURN BOOLEAN IS
  BEGIN
    RETURN p_status NOT IN ('CANCELLED', 'REFUNDED');
  END is_revenue;

  FUNCTION stage_of(p_status IN VARCHAR2) RETURN VARCHAR2 IS
  BEGIN
    IF p_status = 'OPEN' THEN
      RETURN '1 PLACED';
    ELSIF p_status = 'PAID' THEN
      RETURN '2 PAID';
    ELSIF p_status = 'SHIPPED' THEN
      RETURN '3 SENT';
    ELSIF p_status = 'COMPLETE' THEN
      RETURN '4 DONE';
    END IF;
    RETURN '9 LOST';
  END stage_of;

  FUNCTION is_stocked(p_store_id IN NUMBER, p_product_id IN NUMBER) RETURN BOOLEAN IS
    l_shelves NUMBER;
  BEGIN
    SELECT COUNT(*) INTO l_shelves
    FROM   inventory n
    WHERE  n.store_id = p_store_id
    AND    n.product_id = p_product_id;
    RETURN l_shelves > 0;
  END is_stocked;

  -- One order after the other is added to its day.
  PROCEDURE load_store_day IS
    r_order  orders%ROWTYPE;
    l_day    DATE;
    l_amount NUMBER;
    l_lines  NUMBER;
  BEGIN
    DELETE FROM store_day_sales;
    FOR r_order IN (SELECT o.* FROM orders o) LOOP
      IF r_order.order_status <> 'CANCELLED' THEN
        SELECT COUNT(*), SUM(i.quantity * i.unit_price)
        INTO   l_lines, l_amount
        FROM   order_items i
        WHERE  i.order_id = r_order.order_id;
        IF l_lines > 0 THEN
          l_day := TRUNC(r_order.order_tms);
          MERGE INTO store_day_sales d
          USING (SELECT r_order.store_id AS store_id, l_day AS sales_date FROM dual) x
          ON (d.store_id = x.store_id AND d.sales_date = x.sales_date)
          WHEN MATCHED THEN UPDATE SET total_amount = d.total_amount + l_amount, orders = d.orders + 1
          WHEN NOT MATCHED THEN INSERT (store_id, sales_date, total_amount, orders)
            VALUES (x.store_id, x.sales_date, l_amount, 1);
        END IF;
      END IF;
    END LOOP;
  END load_store_day;

  -- Sales first, the price list afterwards, small months out again.
  PROCEDURE load_product_month IS
    r_product products%ROWTYPE;
  BEGIN
    DELETE FROM product_month_sales;
    INSERT INTO product_month_sales (product_id, sales_month, units_sold, revenue)
    SELECT i.product_id, TO_CHAR(o.order_tms, 'YYYY-MM'), SUM(i.quantity), SUM(i.quantity * i.unit_price)
    FROM   order_items i, orders o
    WHERE  o.order_id = i.order_id
    AND    NOT (o.order_status = 'CANCELLED' OR o.order_status = 'REFUNDED')
    GROUP  BY i.product_id, TO_CHAR(o.order_tms, 'YYYY-MM');
    FOR r_product IN (SELECT x.* FROM products x) LOOP
      UPDATE product_month_sales m
      SET    product_name = r_product.product_name,
             list_price_gap = NVL(m.units_sold * r_product.unit_price - m.revenue, 0) -- no list price, no gap
      WHERE  m.product_id = r_product.product_id;
    END LOOP;
    DELETE FROM product_month_sales m WHERE m.product_name IS NULL; -- taken out of the range
    DELETE FROM product_month_sales m WHERE m.units_sold < c_min_units;
  END load_product_month;

  -- Row by row, as it has been since 2009.
  PROCEDURE load_customer_value IS
    r_customer customers%ROWTYPE;
    r_order    orders%ROWTYPE;
    v          customer_value%ROWTYPE;
    l_amount   NUMBER;
  BEGIN
    DELETE FROM customer_value;
    FOR r_customer IN (SELECT c.* FROM customers c ORDER BY c.customer_id) LOOP
      v := NULL;
      v.customer_id := r_customer.customer_id;
      v.full_name := r_customer.full_name;
      v.orders := 0;
      v.lifetime_value := 0;
      v.largest_order := 0;
      FOR r_order IN (SELECT x.* FROM orders x WHERE x.customer_id = r_customer.customer_id) LOOP
        IF is_revenue(r_order.order_status) THEN
          SELECT SUM(i.unit_price * i.quantity) INTO l_amount
          FROM   order_items i
          WHERE  i.order_id = r_order.order_id;
          IF l_amount IS NOT NULL THEN
            v.orders := v.orders + 1;
            v.lifetime_value := v.lifetime_value + l_amount;
            v.largest_order := GREATEST(v.largest_order, l_amount);
            v.first_order := LEAST(NVL(v.first_order, TRUNC(r_order.order_tms)), TRUNC(r_order.order_tms));
            v.last_order := GREATEST(NVL(v.last_order, TRUNC(r_order.order_tms)), TRUNC(r_order.order_tms));
          END IF;
        END IF;
      END LOOP;
      SELECT COUNT(DISTINCT o.store_id) INTO v.stores_visited
      FROM   orders o
      WHERE  o.customer_id = r_customer.customer_id
      AND    o.order_status NOT IN ('REFUNDED', 'CANCELLED')
      AND    EXISTS (SELECT NULL FROM order_items i WHERE i.order_id = o.order_id);
      INSERT INTO customer_value (customer_id, full_name, first_order, last_order, orders, stores_visited, lifetime_value, largest_order)
      VALUES (v.customer_id, v.full_name, v.first_order, v.last_order, v.orders, v.stores_visited, v.lifetime_value, v.largest_order);
    END LOOP;
  END load_customer_value;

  -- Counts up order by order; a customer counts once for each month and stage.
  PROCEDURE load_status_funnel IS
    r_order    orders%ROWTYPE;
    l_year     NUMBER;
    l_month    NUMBER;
    l_stage    VARCHAR2(10);
    l_last     VARCHAR2(60) := 'none';
    l_this     VARCHAR2(60);
    l_customer NUMBER;
    l_refund   NUMBER;
  BEGIN
    DELETE FROM status_funnel;
    FOR r_order IN (SELECT o.*
              FROM   orders o
              ORDER  BY o.customer_id, TRUNC(o.order_tms, 'MM'),
                     CASE WHEN o.order_status IN ('CANCELLED', 'REFUNDED') THEN 'LOST' ELSE o.order_status END) LOOP
      l_year := TO_NUMBER(TO_CHAR(r_order.order_tms, 'YYYY'));
      l_month := TO_NUMBER(TO_CHAR(r_order.order_tms, 'MM'));
      l_stage := stage_of(r_order.order_status);
      l_this := r_order.customer_id || '/' || l_year || '/' || l_month || '/' || l_stage;
      l_customer := 0;
      IF l_this <> l_last THEN
        l_customer := 1;
      END IF;
      l_last := l_this;
      l_refund := 0;
      IF r_order.order_status = 'REFUNDED' THEN
        l_refund := 1;
      END IF;
      MERGE INTO status_funnel f
      USING (SELECT l_year AS order_year, l_month AS order_month, l_stage AS stage FROM dual) x
      ON (f.order_year = x.order_year AND f.order_month = x.order_month AND f.stage = x.stage)
      WHEN MATCHED THEN UPDATE SET
        orders = f.orders + 1, customers = f.customers + l_customer, refunded = f.refunded + l_refund
      WHEN NOT MATCHED THEN INSERT (order_year, order_month, stage, orders, customers, refunded)
        VALUES (x.order_year, x.order_month, x.stage, 1, l_customer, l_refund);
    END LOOP;
  END load_status_funnel;

  PROCEDURE write_delay(d IN shipment_delay%ROWTYPE, p_total_age IN NUMBER) IS
  BEGIN
    IF d.store_id IS NOT NULL THEN
      INSERT INTO shipment_delay (store_id, order_month, order_lines, lines_unshipped, delivered, open_days, average_age)
      VALUES (d.store_id, d.order_month, d.order_lines, d.lines_unshipped, d.delivered, d.open_days,
              ROUND(p_total_age / d.order_lines, 2));
    END IF;
  END write_delay;

  -- Reads the lines in the order of the report and writes a row whenever store or month change.
  PROCEDURE load_shipment_delay IS
    r_order     orders%ROWTYPE;
    r_item      order_items%ROWTYPE;
    d           shipment_delay%ROWTYPE;
    l_status    shipments.shipment_status%TYPE;
    l_age       NUMBER;
    l_total_age NUMBER;
  BEGIN
    DELETE FROM shipment_delay;
    FOR r_order IN (SELECT x.* FROM orders x WHERE x.order_status <> 'CANCELLED' ORDER BY x.store_id, x.order_tms) LOOP
      l_age := LAST_DAY(TRUNC(r_order.order_tms)) - TRUNC(r_order.order_tms);
      FOR r_item IN (SELECT x.* FROM order_items x WHERE x.order_id = r_order.order_id) LOOP
        IF d.store_id IS NULL OR d.store_id <> r_order.store_id OR d.order_month <> TRUNC(r_order.order_tms, 'MM') THEN
          write_delay(d, l_total_age);
          d.store_id := r_order.store_id;
          d.order_month := TRUNC(r_order.order_tms, 'MM');
          d.order_lines := 0;
          d.lines_unshipped := 0;
          d.delivered := 0;
          d.open_days := 0;
          l_total_age := 0;
        END IF;
        d.order_lines := d.order_lines + 1;
        l_total_age := l_total_age + l_age;
        SELECT MAX(s.shipment_status) INTO l_status FROM shipments s WHERE s.shipment_id = r_item.shipment_id;
        IF l_status = 'DELIVERED' THEN
          d.delivered := d.delivered + 1;
        ELSE
          d.open_days := d.open_days + l_age;
          IF l_status IS NULL THEN
            d.lines_unshipped := d.lines_unshipped + 1;
          END IF;
        END IF;
      END LOOP;
    END LOOP;
    write_delay(d, l_total_age);
  END load_shipment_delay;

  -- Stores keep their row; it is brought up to date.
  PROCEDURE load_stock_value IS
  BEGIN
    DELETE FROM stock_value v
    WHERE  v.store_id NOT IN (SELECT n.store_id FROM inventory n, products p WHERE p.product_id = n.product_id)
    OR     v.store_id NOT IN (SELECT s.store_id FROM stores s);
    MERGE INTO stock_value v
    USING (SELECT s.store_id, s.store_name, t.lines, t.units, t.worth, t.empty_shelves
           FROM   stores s,
                  (SELECT n.store_id, COUNT(*) AS lines, SUM(n.product_inventory) AS units,
                          SUM(p.unit_price * n.product_inventory) AS worth,
                          COUNT(DECODE(n.product_inventory, 0, 1)) AS empty_shelves
                   FROM   products p, inventory n
                   WHERE  n.product_id = p.product_id
                   GROUP  BY n.store_id) t
           WHERE  t.store_id = s.store_id) x
    ON (v.store_id = x.store_id)
    WHEN MATCHED THEN UPDATE SET
      store_name = x.store_name, products = x.lines, units = x.units,
      value_at_list_price = x.worth, sold_out = x.empty_shelves
    WHEN NOT MATCHED THEN INSERT (store_id, store_name, products, units, value_at_list_price, sold_out)
      VALUES (x.store_id, x.store_name, x.lines, x.units, x.worth, x.empty_shelves);
  END load_stock_value;

  -- The tax is rounded on each line, as it is on the invoice.
  PROCEDURE load_sales_tax IS
    r_order orders%ROWTYPE;
    r_item  order_items%ROWTYPE;
    l_net   NUMBER;
    l_tax   NUMBER;
  BEGIN
    DELETE FROM sales_tax;
    FOR r_order IN (SELECT x.* FROM orders x) LOOP
      IF is_revenue(r_order.order_status) THEN
        FOR r_item IN (SELECT x.* FROM order_items x WHERE x.order_id = r_order.order_id) LOOP
          l_net := r_item.unit_price * r_item.quantity;
          l_tax := ROUND(l_net * c_tax_rate, 2);
          MERGE INTO sales_tax t
          USING (SELECT r_order.store_id AS store_id, TRUNC(r_order.order_tms, 'MM') AS tax_month FROM dual) x
          ON (t.store_id = x.store_id AND t.tax_month = x.tax_month)
          WHEN MATCHED THEN UPDATE SET net_amount = t.net_amount + l_net, tax_amount = t.tax_amount + l_tax
          WHEN NOT MATCHED THEN INSERT (store_id, tax_month, net_amount, tax_amount)
            VALUES (x.store_id, x.tax_month, l_net, l_tax);
        END LOOP;
      END IF;
    END LOOP;
  END load_sales_tax;

  -- The stock goes on top of the sales.
  PROCEDURE load_product_turnover IS
    r_turnover product_turnover%ROWTYPE;
  BEGIN
    DELETE FROM product_turnover;
    INSERT INTO product_turnover (product_id, units_sold, on_hand, stores)
    SELECT i.product_id, SUM(i.quantity), 0, 0
    FROM   order_items i
    WHERE  i.order_id IN (SELECT o.order_id FROM orders o WHERE o.order_status <> 'CANCELLED')
    GROUP  BY i.product_id;
    MERGE INTO product_turnover t
    USING (SELECT n.product_id, SUM(n.product_inventory) AS units FROM inventory n GROUP BY n.product_id) x
    ON (t.product_id = x.product_id)
    WHEN MATCHED THEN UPDATE SET on_hand = x.units
    WHEN NOT MATCHED THEN INSERT (product_id, units_sold, on_hand, stores) VALUES (x.product_id, 0, x.units, 0);
    FOR r_turnover IN (SELECT x.* FROM product_turnover x) LOOP
      UPDATE product_turnover t
      SET    stores = (SELECT COUNT(*) FROM stores s
                       WHERE  s.store_id IN (SELECT n.store_id FROM inventory n WHERE n.product_id = r_turnover.product_id)
                       OR     s.store_id IN (SELECT o.store_id FROM orders o, order_items i
                                             WHERE  i.order_id = o.order_id AND i.product_id = r_turnover.product_id
                                             AND    o.order_status <> 'CANCELLED'))
      WHERE  t.product_id = r_turnover.product_id;
    END LOOP;
  END load_product_turnover;

  PROCEDURE load_premium_sales IS
    r_store  stores%ROWTYPE;
    r_item   order_items%ROWTYPE;
    l_lines  NUMBER;
    l_amount NUMBER;
  BEGIN
    SELECT AVG(p.unit_price) INTO g_average_price FROM products p;
    DELETE FROM premium_sales;
    FOR r_store IN (SELECT x.* FROM stores x) LOOP
      l_lines := 0;
      l_amount := 0;
      FOR r_item IN (SELECT x.*
                FROM   order_items x, orders o
                WHERE  o.order_id = x.order_id
                AND    o.store_id = r_store.store_id
                AND    o.order_status NOT IN ('OPEN', 'CANCELLED', 'REFUNDED')) LOOP
        IF r_item.unit_price > g_average_price AND is_stocked(r_store.store_id, r_item.product_id) THEN
          l_lines := l_lines + 1;
          l_amount := l_amount + r_item.unit_price * r_item.quantity;
        END IF;
      END LOOP;
      IF l_lines > 0 THEN
        INSERT INTO premium_sales (store_id, order_lines, premium_amount) VALUES (r_store.store_id, l_lines, l_amount);
      END IF;
    END LOOP;
  END load_premium_sales;

  PROCEDURE load_all IS
  BEGIN
    BEGIN
      g_step := 'LOAD_STORE_DAY';
      load_store_day();
      g_step := 'LOAD_PRODUCT_MONTH';
      load_product_month();
      g_step := 'LOAD_CUSTOMER_VALUE';
      load_customer_value();
      g_step := 'LOAD_STATUS_FUNNEL';
      load_status_funnel();
      g_step := 'LOAD_SHIPMENT_DELAY';
      load_shipment_delay();
      g_step := 'LOAD_STOCK_VALUE';
      load_stock_value();
      g_step := 'LOAD_SALES_TAX';
      load_sales_tax();
      g_step := 'LOAD_PRODUCT_TURNOVER';
      load_product_turnover();
      g_step := 'LOAD_PREMIUM_SALES';
      load_premium_sales();
    EXCEPTION
      WHEN OTHERS THEN
        DBMS_OUTPUT.PUT_LINE('SALES_BATCH failed in ' || g_step || ': ' || SQLERRM);
        RAISE;
    END;
    COMMIT;
  END load_all;
END sales_batch;
/
