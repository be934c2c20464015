CREATE OR REPLACE PACKAGE reporting.cost_batch AS
  -- Nightly run: fills every summary table anew. One procedure for each table; load_all runs them in order.

  c_min_rows CONSTANT NUMBER := 2; -- a month with a single cost row says nothing about the average

  PROCEDURE load_all;
  PROCEDURE load_category_quarter;
  PROCEDURE load_subcategory_month;
  PROCEDURE load_promotion_reach;
END cost_batch;
/
