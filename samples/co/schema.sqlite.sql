-- Oracle's Customer Orders with Oracle's declared types. SQLite gives NUMBER, DATE and TIMESTAMP columns
-- NUMERIC affinity: numbers are INTEGER or REAL, dates ISO 8601 text. An absent text is NULL, never ''.
CREATE TABLE customers (
  customer_id NUMBER(38,0) NOT NULL,
  email_address VARCHAR2(255) NOT NULL,
  full_name VARCHAR2(255) NOT NULL,
  CONSTRAINT customers_pk PRIMARY KEY (customer_id)
);
CREATE TABLE stores (
  store_id NUMBER(38,0) NOT NULL,
  store_name VARCHAR2(255) NOT NULL,
  web_address VARCHAR2(100),
  physical_address VARCHAR2(512),
  latitude NUMBER(9,6),
  longitude NUMBER(9,6),
  CONSTRAINT stores_pk PRIMARY KEY (store_id)
);
CREATE TABLE products (
  product_id NUMBER(38,0) NOT NULL,
  product_name VARCHAR2(255) NOT NULL,
  unit_price NUMBER(10,2),
  CONSTRAINT products_pk PRIMARY KEY (product_id)
);
CREATE TABLE orders (
  order_id NUMBER(38,0) NOT NULL,
  order_tms TIMESTAMP(9) NOT NULL,
  customer_id NUMBER(38,0) NOT NULL,
  store_id NUMBER(38,0) NOT NULL,
  order_status VARCHAR2(10) NOT NULL,
  CONSTRAINT orders_pk PRIMARY KEY (order_id)
);
CREATE TABLE shipments (
  shipment_id NUMBER(38,0) NOT NULL,
  store_id NUMBER(38,0) NOT NULL,
  customer_id NUMBER(38,0) NOT NULL,
  delivery_address VARCHAR2(512) NOT NULL,
  shipment_status VARCHAR2(100) NOT NULL,
  CONSTRAINT shipments_pk PRIMARY KEY (shipment_id)
);
CREATE TABLE order_items (
  order_id NUMBER(38,0) NOT NULL,
  line_item_id NUMBER(38,0) NOT NULL,
  product_id NUMBER(38,0) NOT NULL,
  unit_price NUMBER(10,2) NOT NULL,
  quantity NUMBER(38,0) NOT NULL,
  shipment_id NUMBER(38,0),
  CONSTRAINT order_items_pk PRIMARY KEY (order_id, line_item_id)
);
CREATE TABLE inventory (
  inventory_id NUMBER(38,0) NOT NULL,
  store_id NUMBER(38,0) NOT NULL,
  product_id NUMBER(38,0) NOT NULL,
  product_inventory NUMBER(38,0) NOT NULL,
  CONSTRAINT inventory_pk PRIMARY KEY (inventory_id)
);
