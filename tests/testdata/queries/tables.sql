-- Three tables with NULLs, equal values, blanks, month ends and times of day. SQLite and IvorySQL run this text as it is;
-- CHAR values stand with their blanks, because SQLite does not pad. '' is NULL in Oracle.
CREATE TABLE dept (id NUMBER(4) NOT NULL, name VARCHAR2(20), city VARCHAR2(20), kind CHAR(3), budget NUMBER(12,2), opened DATE,
  CONSTRAINT dept_pk PRIMARY KEY (id));
CREATE TABLE emp (id NUMBER(6) NOT NULL, dept_id NUMBER(4), boss_id NUMBER(6), name VARCHAR2(20), grade CHAR(3), salary NUMBER(10,2), bonus NUMBER(10,2), hired DATE, seen TIMESTAMP(6), note VARCHAR2(40),
  CONSTRAINT emp_pk PRIMARY KEY (id));
CREATE TABLE task (id NUMBER(8) NOT NULL, emp_id NUMBER(6), dept_id NUMBER(4), hours NUMBER(8,3), due DATE, state VARCHAR2(10), code VARCHAR2(12),
  CONSTRAINT task_pk PRIMARY KEY (id));

INSERT INTO dept VALUES (10, 'Sales', 'Lyon', 'OUT', 100000.00, '2019-01-01 00:00:00');
INSERT INTO dept VALUES (20, 'Stock', 'Lyon', 'IN ', 25000.50, '2020-02-29 08:30:00');
INSERT INTO dept VALUES (30, 'Legal', 'Kiel', 'IN ', NULL, '2021-12-31 23:59:59');
INSERT INTO dept VALUES (40, 'Empty', NULL, '   ', 0, NULL);
INSERT INTO dept VALUES (50, 'sales', 'Oslo', NULL, -10.25, '2019-01-01 00:00:00');

INSERT INTO emp VALUES (1, 10, NULL, 'Ann', 'A  ', 5200.50, 100, '2019-01-31 00:00:00', '2024-02-29 23:59:59.999999', 'first_one');
INSERT INTO emp VALUES (2, 10, 1, 'Bob', 'B  ', 4100.00, NULL, '2019-03-15 12:00:00', '2024-01-01 00:00:00.000000', NULL);
INSERT INTO emp VALUES (3, 20, 1, 'Cem', 'B  ', 3999.99, 0, '2020-02-29 18:30:15', NULL, '50%');
INSERT INTO emp VALUES (4, 20, 3, 'Dörte', 'AB ', 3999.99, 12.5, '2020-02-28 23:59:59', '2023-12-31 11:30:00.500000', 'a_b');
INSERT INTO emp VALUES (5, 20, 3, 'Eve', NULL, NULL, NULL, NULL, NULL, '');
INSERT INTO emp VALUES (6, 30, 1, 'Finn', '   ', 2750.25, 300, '2021-06-15 00:00:01', '2024-03-31 02:30:00.123456', '  blanks  ');
INSERT INTO emp VALUES (7, 30, 6, 'Gül', 'A  ', 2750.25, 300, '2021-06-16 00:00:00', '2024-02-29 12:00:00.000001', 'x');
INSERT INTO emp VALUES (8, NULL, 1, 'Hal', 'ABC', 0.01, -50, '2021-12-31 00:00:00', NULL, 'none');
INSERT INTO emp VALUES (9, 99, 8, 'ann', 'A  ', 5200.50, NULL, '2022-01-31 07:07:07', '2022-01-31 07:07:07.000000', 'Ann''s twin');
INSERT INTO emp VALUES (10, 10, 2, 'Ida', 'C  ', 1234.56, 0.44, '2022-11-30 00:00:00', '2022-11-30 00:00:00.000000', 'a,b,c');

INSERT INTO task VALUES (101, 1, 10, 8.000, '2024-01-31 00:00:00', 'OPEN', '0042');
INSERT INTO task VALUES (102, 1, 10, 0.125, '2024-02-29 00:00:00', 'DONE', '7');
INSERT INTO task VALUES (103, 2, 10, 3.333, '2024-02-29 12:00:00', 'DONE', '-1.5');
INSERT INTO task VALUES (104, 2, 20, NULL, NULL, 'OPEN', NULL);
INSERT INTO task VALUES (105, 3, 20, 12.000, '2024-03-31 00:00:00', NULL, '1e2');
INSERT INTO task VALUES (106, 3, NULL, 7.500, '2023-12-31 23:59:59', 'LATE', '100');
INSERT INTO task VALUES (107, NULL, 20, 7.500, '2023-12-31 00:00:00', 'LATE', '  12');
INSERT INTO task VALUES (108, 6, 30, 0, '2024-01-30 00:00:00', 'DONE', '12.50');
INSERT INTO task VALUES (109, 7, 30, 40.000, '2024-12-30 06:00:00', 'OPEN', '12.5');
INSERT INTO task VALUES (110, 77, 10, 1.001, '2025-01-01 00:00:00', 'OPEN', '0');
INSERT INTO task VALUES (111, 9, 99, 2.500, '2024-02-28 00:00:00', 'DONE', '99');
INSERT INTO task VALUES (112, 1, 10, 8.000, '2024-01-31 00:00:00', 'DONE', '0042');
