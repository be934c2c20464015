CREATE OR REPLACE PACKAGE reporting.sales_batch AS
  -- Nightly run: fills every summary table anew. One procedure for each table; load_all runs them in order.

  c_tax_rate  CONSTANT NUMBER := 0.0725; -- sales tax, as printed on the invoice
  c_min_units CONSTANT NUMBER := 5;      -- months with fewer units of a product are not reported

  PROCEDURE load_all;
  PROCEDURE load_store_day;
  PROCEDURE load_product_month;
  PROCEDURE load_customer_value;
  PROCEDURE load_status_funnel;
  PROCEDURE load_shipment_delay;
  PROCEDURE load_stock_value;
  PROCEDURE load_sales_tax;
  PROCEDURE load_product_turnover;
  PROCEDURE load_premium_sales;
END sales_batch;
/
