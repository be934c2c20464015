-- The nightly run of REPORTING.COST_BATCH, written by hand for SQLite; independent of Harunire's SQL.
-- Money is whole cents inside, rounding is integer arithmetic; a result is cents / 100.0, one correctly rounded
-- division, so the REAL's shortest decimal is the exact value (15 digits).
DROP TABLE IF EXISTS temp.cost;
CREATE TEMP TABLE cost AS
SELECT prod_id, promo_id, channel_id, substr(time_id, 1, 10) AS day,
       CAST(round(unit_cost * 100) AS INTEGER) AS cents, CAST(round(unit_price * 100) AS INTEGER) AS price
FROM costs;

DELETE FROM category_quarter_cost;
INSERT INTO category_quarter_cost
SELECT p.prod_category, h.channel_desc, r.promo_category, t.fiscal_quarter_desc, count(*), sum(c.cents) / 100.0,
       (sum(c.price) - sum(c.cents)) / 100.0, min(c.cents) / 100.0, max(c.cents) / 100.0
FROM temp.cost c, products p, channels h, promotions r, times t
WHERE p.prod_id = c.prod_id AND h.channel_id = c.channel_id AND r.promo_id = c.promo_id AND t.time_id = c.day
GROUP BY 1, 2, 3, 4;

-- Costs are never negative, so half up is half away from zero.
DELETE FROM subcategory_month_cost;
INSERT INTO subcategory_month_cost
SELECT p.prod_subcategory, substr(c.day, 1, 7) || '-01', sum(c.cents) / 100.0,
       ((2 * sum(c.cents) + count(*)) / (2 * count(*))) / 100.0, count(DISTINCT c.day)
FROM temp.cost c JOIN products p ON p.prod_id = c.prod_id
GROUP BY 1, 2 HAVING count(*) >= 2;

DELETE FROM promotion_reach;
INSERT INTO promotion_reach
SELECT r.promo_id, r.promo_name, r.promo_cost, count(c.prod_id), count(DISTINCT c.prod_id), min(c.day), coalesce(sum(c.price), 0) / 100.0
FROM promotions r LEFT JOIN temp.cost c ON c.promo_id = r.promo_id
GROUP BY r.promo_id;

DROP TABLE temp.cost;
