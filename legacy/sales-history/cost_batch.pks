CREATE OR REPLACE PACKAGE reporting.cost_batch AS
  -- Nightly run: fills every summary table anew.
  PROCEDURE load_all;
  PROCEDURE load_category_quarter;
  PROCEDURE load_subcategory_month;
  PROCEDURE load_promotion_reach;
END cost_batch;
/
