-- The summary tables of REPORTING.COST_BATCH, with Oracle's declared types (valid in Oracle, too).
CREATE TABLE category_quarter_cost (prod_category VARCHAR2(50) NOT NULL, channel_desc VARCHAR2(50) NOT NULL, promo_category VARCHAR2(50) NOT NULL, fiscal_quarter_desc VARCHAR2(50) NOT NULL, cost_rows NUMBER(10,0), total_cost NUMBER(14,2), margin NUMBER(14,2), lowest_cost NUMBER(10,2), highest_cost NUMBER(10,2),
  CONSTRAINT category_quarter_cost_pk PRIMARY KEY (prod_category, channel_desc, promo_category, fiscal_quarter_desc));
CREATE TABLE subcategory_month_cost (prod_subcategory VARCHAR2(50) NOT NULL, cost_month DATE NOT NULL, cost NUMBER(14,2), avg_cost NUMBER(14,2), days NUMBER(10,0),
  CONSTRAINT subcategory_month_cost_pk PRIMARY KEY (prod_subcategory, cost_month));
CREATE TABLE promotion_reach (promo_id NUMBER(38,0) NOT NULL, promo_name VARCHAR2(50), promo_cost NUMBER(10,2), cost_rows NUMBER(10,0), product_count NUMBER(10,0), first_day DATE, price_sum NUMBER(14,2),
  CONSTRAINT promotion_reach_pk PRIMARY KEY (promo_id));
