-- The summary tables of REPORTING.SALES_BATCH, with Oracle's declared types (valid in Oracle, too).
CREATE TABLE store_day_sales (store_id NUMBER(38,0) NOT NULL, sales_date DATE NOT NULL, total_amount NUMBER(14,2), orders NUMBER(10,0),
  CONSTRAINT store_day_sales_pk PRIMARY KEY (store_id, sales_date));
CREATE TABLE product_month_sales (product_id NUMBER(38,0) NOT NULL, sales_month VARCHAR2(7) NOT NULL, product_name VARCHAR2(255), units_sold NUMBER(10,0), revenue NUMBER(14,2), list_price_gap NUMBER(14,2),
  CONSTRAINT product_month_sales_pk PRIMARY KEY (product_id, sales_month));
CREATE TABLE customer_value (customer_id NUMBER(38,0) NOT NULL, full_name VARCHAR2(255), first_order DATE, last_order DATE, orders NUMBER(10,0), stores_visited NUMBER(10,0), lifetime_value NUMBER(14,2), largest_order NUMBER(14,2),
  CONSTRAINT customer_value_pk PRIMARY KEY (customer_id));
CREATE TABLE status_funnel (order_year NUMBER(4,0) NOT NULL, order_month NUMBER(2,0) NOT NULL, stage VARCHAR2(10) NOT NULL, orders NUMBER(10,0), customers NUMBER(10,0), refunded NUMBER(10,0),
  CONSTRAINT status_funnel_pk PRIMARY KEY (order_year, order_month, stage));
CREATE TABLE shipment_delay (store_id NUMBER(38,0) NOT NULL, order_month DATE NOT NULL, order_lines NUMBER(10,0), lines_unshipped NUMBER(10,0), delivered NUMBER(10,0), open_days NUMBER(10,0), average_age NUMBER(10,2),
  CONSTRAINT shipment_delay_pk PRIMARY KEY (store_id, order_month));
CREATE TABLE stock_value (store_id NUMBER(38,0) NOT NULL, store_name VARCHAR2(255), products NUMBER(10,0), units NUMBER(10,0), value_at_list_price NUMBER(14,2), sold_out NUMBER(10,0),
  CONSTRAINT stock_value_pk PRIMARY KEY (store_id));
CREATE TABLE sales_tax (store_id NUMBER(38,0) NOT NULL, tax_month DATE NOT NULL, net_amount NUMBER(14,2), tax_amount NUMBER(14,2),
  CONSTRAINT sales_tax_pk PRIMARY KEY (store_id, tax_month));
CREATE TABLE product_turnover (product_id NUMBER(38,0) NOT NULL, units_sold NUMBER(10,0), on_hand NUMBER(10,0), stores NUMBER(10,0),
  CONSTRAINT product_turnover_pk PRIMARY KEY (product_id));
CREATE TABLE premium_sales (store_id NUMBER(38,0) NOT NULL, order_lines NUMBER(10,0), premium_amount NUMBER(14,2),
  CONSTRAINT premium_sales_pk PRIMARY KEY (store_id));
