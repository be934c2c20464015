CREATE OR REPLACE PACKAGE BODY reporting.cost_batch AS

  g_step VARCHAR2(30); -- what load_all is doing, for the log

  -- Product by product, so that a product's rows are read together.
  PROCEDURE load_category_quarter IS
    r_product products%ROWTYPE;
  BEGIN
    DELETE FROM category_quarter_cost;
    FOR r_product IN (SELECT x.* FROM products x) LOOP
      MERGE INTO category_quarter_cost q
      USING (SELECT h.channel_desc, r.promo_category, t.fiscal_quarter_desc,
                    COUNT(*) AS cost_rows, SUM(c.unit_cost) AS cost, SUM(c.unit_price) AS price,
                    MIN(c.unit_cost) AS lowest, MAX(c.unit_cost) AS highest
             FROM   costs c, channels h, promotions r, times t
             WHERE  c.prod_id = r_product.prod_id
             AND    h.channel_id = c.channel_id
             AND    r.promo_id = c.promo_id
             AND    t.time_id = c.time_id
             GROUP  BY h.channel_desc, r.promo_category, t.fiscal_quarter_desc) x
      ON (q.prod_category = r_product.prod_category AND q.channel_desc = x.channel_desc
          AND q.promo_category = x.promo_category AND q.fiscal_quarter_desc = x.fiscal_quarter_desc)
      WHEN MATCHED THEN UPDATE SET
        cost_rows = q.cost_rows + x.cost_rows,
        total_cost = q.total_cost + x.cost,
        margin = q.margin + x.price - x.cost,
        lowest_cost = LEAST(q.lowest_cost, x.lowest),
        highest_cost = GREATEST(q.highest_cost, x.highest)
      WHEN NOT MATCHED THEN INSERT (prod_category, channel_desc, promo_category, fiscal_quarter_desc, cost_rows, total_cost, margin, lowest_cost, highest_cost)
        VALUES (r_product.prod_category, x.channel_desc, x.promo_category, x.fiscal_quarter_desc, x.cost_rows, x.cost, x.price - x.cost, x.lowest, x.highest);
    END LOOP;
  END load_category_quarter;

  PROCEDURE write_month(m IN subcategory_month_cost%ROWTYPE, p_rows IN NUMBER) IS
  BEGIN
    IF p_rows >= c_min_rows THEN
      INSERT INTO subcategory_month_cost (prod_subcategory, cost_month, cost, avg_cost, days)
      VALUES (m.prod_subcategory, m.cost_month, m.cost, ROUND(m.cost / p_rows, 2), m.days);
    END IF;
  END write_month;

  -- Reads a subcategory's costs in the order of their days and writes a row whenever the month changes.
  PROCEDURE load_subcategory_month IS
    r_product products%ROWTYPE;
    r_cost    costs%ROWTYPE;
    m         subcategory_month_cost%ROWTYPE;
    l_done    VARCHAR2(50) := ' ';
    l_day     DATE;
    l_rows    NUMBER;
  BEGIN
    DELETE FROM subcategory_month_cost;
    FOR r_product IN (SELECT x.* FROM products x ORDER BY x.prod_subcategory) LOOP
      IF r_product.prod_subcategory <> l_done THEN
        l_done := r_product.prod_subcategory;
        l_rows := 0;
        FOR r_cost IN (SELECT x.*
                  FROM   costs x
                  WHERE  x.prod_id IN (SELECT y.prod_id FROM products y WHERE y.prod_subcategory = r_product.prod_subcategory)
                  ORDER  BY x.time_id) LOOP
          IF l_rows = 0 OR m.cost_month <> TRUNC(r_cost.time_id, 'MM') THEN
            write_month(m, l_rows);
            m.prod_subcategory := r_product.prod_subcategory;
            m.cost_month := TRUNC(r_cost.time_id, 'MM');
            m.cost := 0;
            m.days := 0;
            l_day := NULL;
            l_rows := 0;
          END IF;
          l_rows := l_rows + 1;
          m.cost := m.cost + r_cost.unit_cost;
          IF l_day IS NULL OR l_day <> r_cost.time_id THEN
            m.days := m.days + 1;
            l_day := r_cost.time_id;
          END IF;
        END LOOP;
        write_month(m, l_rows);
      END IF;
    END LOOP;
  END load_subcategory_month;

  -- Every promotion gets its row; those that were used are filled in afterwards.
  PROCEDURE load_promotion_reach IS
  BEGIN
    DELETE FROM promotion_reach;
    INSERT INTO promotion_reach (promo_id, promo_name, promo_cost, cost_rows, product_count, first_day, price_sum)
    SELECT r.promo_id, r.promo_name, r.promo_cost, 0, 0, NULL, 0
    FROM   promotions r;
    MERGE INTO promotion_reach v
    USING (SELECT d.promo_id, SUM(d.cost_rows) AS cost_rows, COUNT(*) AS products, MIN(d.first_day) AS first_day, SUM(d.price) AS price
           FROM   (SELECT c.promo_id, c.prod_id, COUNT(*) AS cost_rows, MIN(c.time_id) AS first_day, SUM(c.unit_price) AS price
                   FROM   costs c
                   GROUP  BY c.promo_id, c.prod_id) d
           GROUP  BY d.promo_id) x
    ON (v.promo_id = x.promo_id)
    WHEN MATCHED THEN UPDATE SET cost_rows = x.cost_rows, product_count = x.products, first_day = x.first_day, price_sum = x.price;
  END load_promotion_reach;

  PROCEDURE load_all IS
  BEGIN
    BEGIN
      g_step := 'LOAD_CATEGORY_QUARTER';
      load_category_quarter();
      g_step := 'LOAD_SUBCATEGORY_MONTH';
      load_subcategory_month();
      g_step := 'LOAD_PROMOTION_REACH';
      load_promotion_reach();
    EXCEPTION
      WHEN OTHERS THEN
        DBMS_OUTPUT.PUT_LINE('COST_BATCH failed in ' || g_step || ': ' || SQLERRM);
        RAISE;
    END;
    COMMIT;
  END load_all;
END cost_batch;
/
