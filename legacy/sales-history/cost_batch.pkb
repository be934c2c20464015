CREATE OR REPLACE PACKAGE BODY reporting.cost_batch AS

  PROCEDURE load_category_quarter IS
  BEGIN
    DELETE FROM category_quarter_cost;
    INSERT INTO category_quarter_cost (prod_category, channel_desc, promo_category, fiscal_quarter_desc, cost_rows, total_cost, margin, lowest_cost, highest_cost)
    SELECT p.prod_category, ch.channel_desc, pr.promo_category, t.fiscal_quarter_desc,
           COUNT(*) AS cost_rows,
           SUM(c.unit_cost) AS cost,
           SUM(c.unit_price - c.unit_cost) AS margin,
           MIN(c.unit_cost) AS lowest_cost,
           MAX(c.unit_cost) AS highest_cost
    FROM   costs c
           JOIN products p ON p.prod_id = c.prod_id
           JOIN channels ch ON ch.channel_id = c.channel_id
           JOIN promotions pr ON pr.promo_id = c.promo_id
           JOIN times t ON t.time_id = c.time_id
    GROUP  BY p.prod_category, ch.channel_desc, pr.promo_category, t.fiscal_quarter_desc;
  END load_category_quarter;

  PROCEDURE load_subcategory_month IS
  BEGIN
    DELETE FROM subcategory_month_cost;
    INSERT INTO subcategory_month_cost (prod_subcategory, cost_month, cost, avg_cost, days)
    SELECT p.prod_subcategory, TRUNC(c.time_id, 'MM') AS cost_month,
           SUM(c.unit_cost) AS cost,
           ROUND(AVG(c.unit_cost), 2) AS average_cost,
           COUNT(DISTINCT c.time_id) AS days
    FROM   costs c, products p
    WHERE  p.prod_id = c.prod_id
    GROUP  BY p.prod_subcategory, TRUNC(c.time_id, 'MM')
    HAVING COUNT(*) > 1;
  END load_subcategory_month;

  PROCEDURE load_promotion_reach IS
  BEGIN
    DELETE FROM promotion_reach;
    INSERT INTO promotion_reach (promo_id, promo_name, promo_cost, cost_rows, product_count, first_day, price_sum)
    SELECT pr.promo_id,
           MAX(pr.promo_name) AS promo_name,
           MAX(pr.promo_cost) AS promo_cost,
           COUNT(c.prod_id) AS cost_rows,
           COUNT(DISTINCT c.prod_id) AS products,
           MIN(c.time_id) AS first_day,
           NVL(SUM(c.unit_price), 0) AS price_sum
    FROM   promotions pr LEFT JOIN costs c ON c.promo_id = pr.promo_id
    GROUP  BY pr.promo_id;
  END load_promotion_reach;

  PROCEDURE load_all IS
    l_step VARCHAR2(30);
  BEGIN
    BEGIN
      l_step := 'LOAD_CATEGORY_QUARTER';
      load_category_quarter();
      l_step := 'LOAD_SUBCATEGORY_MONTH';
      load_subcategory_month();
      l_step := 'LOAD_PROMOTION_REACH';
      load_promotion_reach();
    EXCEPTION
      WHEN OTHERS THEN
        DBMS_OUTPUT.PUT_LINE('COST_BATCH failed in ' || l_step || ': ' || SQLERRM);
        RAISE;
    END;
    COMMIT;
  END load_all;
END cost_batch;
/
