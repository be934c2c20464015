-- What happens to the tables of tables.sql afterwards: updates, deletes, moved keys, groups that empty and that begin.
UPDATE dept SET budget = 500.75, city = 'Kiel' WHERE id = 30;
UPDATE dept SET kind = 'OUT' WHERE id = 40;
DELETE FROM dept WHERE id = 50;
INSERT INTO dept VALUES (99, 'Stock', 'Oslo', 'NEW', 1, '2024-02-29 00:00:00');
UPDATE emp SET salary = salary + 0.01 WHERE dept_id = 20;
UPDATE emp SET dept_id = 10, boss_id = 2 WHERE id = 8;
UPDATE emp SET grade = 'B  ', note = NULL WHERE id = 7;
UPDATE emp SET hired = '2020-02-29 00:00:00', seen = '2020-02-29 00:00:00.000000' WHERE id = 5;
DELETE FROM emp WHERE id = 6;
INSERT INTO emp VALUES (11, 40, 5, 'Jon', 'A  ', 5200.49, 1, '2023-05-31 13:14:15', '2024-02-29 23:59:59.999998', 'Straße');
INSERT INTO emp VALUES (12, 40, 11, NULL, 'C  ', 9999999.99, NULL, '2019-01-31 00:00:00', NULL, '_');
UPDATE task SET state = 'DONE' WHERE state = 'OPEN' AND hours > 5;
UPDATE task SET hours = 0.001, emp_id = 11 WHERE id = 104;
DELETE FROM task WHERE id = 103;
DELETE FROM task WHERE emp_id = 3;
INSERT INTO task VALUES (113, 12, 40, 99999.999, '2024-02-29 00:00:00', 'LATE', '3');
INSERT INTO task VALUES (114, NULL, NULL, -1.5, '2024-06-30 00:00:00', 'OPEN', '3');
