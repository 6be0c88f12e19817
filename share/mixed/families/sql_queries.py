"""SQL over eight small databases; every answer is run in sqlite3, and what it must return stands as the check."""

import re

from mixed.base import Row, cases

KIND, LANGUAGE = "sql", "sql"

# name: (what people call it, the tables' declarations, rows)
DATABASES = {
    "library": ("""CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT, year INTEGER, shelf TEXT);
CREATE TABLE loans (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books(id), reader TEXT, taken DATE, returned DATE);""", """
INSERT INTO books VALUES (1,'Dune','Herbert',1965,'S'),(2,'Emma','Austen',1815,'N'),(3,'Persuasion','Austen',1817,'N'),(4,'Ubik','Dick',1969,'S'),(5,'Momo','Ende',1973,'K');
INSERT INTO loans VALUES (1,1,'Ida','2024-01-05','2024-01-20'),(2,2,'Ida','2024-02-01',NULL),(3,1,'Max','2024-02-10','2024-02-12'),(4,4,'Lea','2024-03-03',NULL),(5,1,'Ida','2024-03-09','2024-03-30');"""),
    "shop": ("""CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT, joined DATE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, placed DATE, status TEXT, total NUMERIC);
CREATE TABLE order_items (order_id INTEGER, sku TEXT, quantity INTEGER, price NUMERIC);""", """
INSERT INTO customers VALUES (1,'Ana','Porto','2023-01-10'),(2,'Ben','Leeds','2023-06-01'),(3,'Cho','Porto','2024-02-02'),(4,'Dee','Turin','2024-03-15');
INSERT INTO orders VALUES (1,1,'2024-01-03','paid',120),(2,1,'2024-02-14','paid',80),(3,2,'2024-02-20','open',40),(4,3,'2024-03-01','paid',300),(5,3,'2024-03-09','cancelled',15);
INSERT INTO order_items VALUES (1,'mug',2,10),(1,'lamp',1,100),(2,'lamp',1,80),(3,'mug',4,10),(4,'desk',1,300),(5,'mug',1,15);"""),
    "clinic": ("""CREATE TABLE patients (id INTEGER PRIMARY KEY, name TEXT, born DATE, phone TEXT);
CREATE TABLE visits (id INTEGER PRIMARY KEY, patient_id INTEGER, doctor TEXT, day DATE, minutes INTEGER, fee NUMERIC);""", """
INSERT INTO patients VALUES (1,'Orla','1980-05-01','555-1'),(2,'Pavel','1955-09-12',NULL),(3,'Quin','2001-12-24','555-3'),(4,'Rosa','2015-03-03',NULL);
INSERT INTO visits VALUES (1,1,'Dr Stein','2024-04-01',15,40),(2,1,'Dr Stein','2024-04-20',30,75),(3,2,'Dr Wu','2024-04-20',45,90),(4,3,'Dr Wu','2024-05-02',15,40),(5,2,'Dr Stein','2024-05-02',20,50);"""),
    "school": ("""CREATE TABLE students (id INTEGER PRIMARY KEY, name TEXT, class TEXT);
CREATE TABLE marks (student_id INTEGER, subject TEXT, mark INTEGER, day DATE);""", """
INSERT INTO students VALUES (1,'Ali','7a'),(2,'Bea','7a'),(3,'Cem','7b'),(4,'Dana','7b'),(5,'Eli','7b');
INSERT INTO marks VALUES (1,'maths',80,'2024-05-01'),(1,'art',60,'2024-05-03'),(2,'maths',95,'2024-05-01'),(3,'maths',40,'2024-05-01'),(3,'art',90,'2024-05-03'),(4,'art',70,'2024-05-03'),(3,'maths',55,'2024-06-01');"""),
    "staff": ("""CREATE TABLE departments (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE employees (id INTEGER PRIMARY KEY, name TEXT, department_id INTEGER, manager_id INTEGER, salary INTEGER, hired DATE);""", """
INSERT INTO departments VALUES (1,'Sales'),(2,'Support'),(3,'Legal');
INSERT INTO employees VALUES (1,'Gus',1,NULL,90,'2015-02-01'),(2,'Hal',1,1,60,'2018-07-01'),(3,'Isa',2,1,70,'2019-01-15'),(4,'Jon',2,3,50,'2021-09-01'),(5,'Kim',2,3,72,'2020-03-01'),(6,'Lou',NULL,1,40,'2024-01-02');"""),
    "sensors": ("""CREATE TABLE stations (code TEXT PRIMARY KEY, place TEXT, height INTEGER);
CREATE TABLE readings (station TEXT, taken TEXT, celsius REAL, rain REAL);""", """
INSERT INTO stations VALUES ('A','Harbour',2),('B','Ridge',840),('C','Valley',310);
INSERT INTO readings VALUES ('A','2024-06-01 06:00',14.5,0),('A','2024-06-01 18:00',19.0,1.2),('A','2024-06-02 06:00',13.0,5.0),('B','2024-06-01 06:00',4.0,0.4),('B','2024-06-02 06:00',NULL,7.7);"""),
    "rides": ("""CREATE TABLE bikes (id INTEGER PRIMARY KEY, model TEXT, bought DATE);
CREATE TABLE trips (id INTEGER PRIMARY KEY, bike_id INTEGER, rider TEXT, start_dock TEXT, end_dock TEXT, started TEXT, minutes INTEGER);""", """
INSERT INTO bikes VALUES (1,'City','2022-04-01'),(2,'City','2023-04-01'),(3,'Cargo','2023-09-09');
INSERT INTO trips VALUES (1,1,'ty','Mill','Park','2024-07-01 08:05',12),(2,1,'uma','Park','Mill','2024-07-01 08:40',9),(3,2,'ty','Park','Park','2024-07-01 17:20',31),(4,1,'ty','Mill','Dock','2024-07-02 08:02',15),(5,2,'vic','Mill','Park','2024-07-03 08:30',11);"""),
    "blog": ("""CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT, title TEXT, published TEXT, views INTEGER);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER, author TEXT, body TEXT, created TEXT);
CREATE TABLE tags (post_id INTEGER, tag TEXT);""", """
INSERT INTO posts VALUES (1,'nia','On moss','2024-01-02',900),(2,'nia','Rivers','2024-02-11',150),(3,'otto','Knots','2024-02-20',420),(4,'otto','Draft',NULL,0);
INSERT INTO comments VALUES (1,1,'pip','Lovely','2024-01-03'),(2,1,'otto','+1','2024-01-04'),(3,3,'nia','Which rope?','2024-02-21'),(4,3,'pip','Same question','2024-02-22'),(5,3,'otto','Hemp.','2024-02-23');
INSERT INTO tags VALUES (1,'nature'),(1,'plants'),(2,'nature'),(3,'craft'),(4,'craft');"""),
}

GROUPS = r'''
library
Which books have never been borrowed? Title only.
----
SELECT title
FROM books
WHERE id NOT IN (SELECT book_id FROM loans);
----
Persuasion; Momo
====
library
List readers with the number of books they have out at the moment, most first.
----
SELECT reader, COUNT(*) AS open_loans
FROM loans
WHERE returned IS NULL
GROUP BY reader
ORDER BY open_loans DESC, reader;
----
Ida,1; Lea,1
====
library
I need the title of the most often borrowed book and how many times it went out.
----
SELECT b.title, COUNT(*) AS times
FROM books AS b
JOIN loans AS l ON l.book_id = b.id
GROUP BY b.id
ORDER BY times DESC
LIMIT 1;
----
Dune,3
====
library
For every author with more than one book: author, number of books, year of the earliest.
----
SELECT author, COUNT(*) AS books, MIN(year) AS earliest
FROM books
GROUP BY author
HAVING COUNT(*) > 1;
----
Austen,2,1815
====
library
Average number of days a returned loan lasted (SQLite; one decimal).
----
SELECT ROUND(AVG(julianday(returned) - julianday(taken)), 1) AS days
FROM loans
WHERE returned IS NOT NULL;
----
12.7
====
library
Mark all loans of book 1 that are still open as returned on 2024-04-01, then tell how many loans in total have a return date.
----
UPDATE loans
SET returned = '2024-04-01'
WHERE book_id = 1 AND returned IS NULL;

SELECT COUNT(returned) FROM loans;
----
3
====
library
Find pairs of readers who have borrowed the same book. Each pair once, alphabetical inside the pair.
----
SELECT DISTINCT a.reader, b.reader
FROM loans AS a
JOIN loans AS b ON a.book_id = b.book_id AND a.reader < b.reader;
----
Ida,Max
====
library
Please number each reader's loans in order of date (window function), showing reader, title and number.
----
SELECT l.reader, b.title,
       ROW_NUMBER() OVER (PARTITION BY l.reader ORDER BY l.taken) AS nr
FROM loans AS l
JOIN books AS b ON b.id = l.book_id
ORDER BY l.reader, nr;
----
Ida,Dune,1; Ida,Emma,2; Ida,Dune,3; Lea,Ubik,1; Max,Dune,1
====
library
Count the books per $d.
----
SELECT $c AS $n, COUNT(*) AS books
FROM books
GROUP BY $n
ORDER BY $n;
----
$x
----
d c n x
decade|year / 10 * 10|decade|1810,2; 1960,2; 1970,1
century|year / 100 + 1|century|19,2; 20,3
first letter of the title|substr(title, 1, 1)|letter|D,1; E,1; M,1; P,1; U,1
====
shop
Total of paid orders per city, highest first.
----
SELECT c.city, SUM(o.total) AS revenue
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id
WHERE o.status = 'paid'
GROUP BY c.city
ORDER BY revenue DESC;
----
Porto,500
====
shop
All customers with the number of their orders, including those without any.
----
SELECT c.name, COUNT(o.id) AS orders
FROM customers AS c
LEFT JOIN orders AS o ON o.customer_id = c.id
GROUP BY c.id
ORDER BY c.name;
----
Ana,2; Ben,1; Cho,2; Dee,0
====
shop
who joined in 2024 and never ordered anything?
----
SELECT name
FROM customers
WHERE joined >= '2024-01-01' AND joined < '2025-01-01'
  AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.customer_id = customers.id);
----
Dee
====
shop
Show each order whose total does not equal the sum of its items, with both figures.
----
SELECT o.id, o.total, SUM(i.quantity * i.price) AS items
FROM orders AS o
JOIN order_items AS i ON i.order_id = o.id
GROUP BY o.id
HAVING o.total <> SUM(i.quantity * i.price);
----
(none)
====
shop
Monthly revenue from paid orders plus a running total over the months.
----
WITH monthly AS (
    SELECT strftime('%Y-%m', placed) AS month, SUM(total) AS revenue
    FROM orders
    WHERE status = 'paid'
    GROUP BY month
)
SELECT month, revenue, SUM(revenue) OVER (ORDER BY month) AS so_far
FROM monthly
ORDER BY month;
----
2024-01,120,120; 2024-02,80,200; 2024-03,300,500
====
shop
Best-selling SKU by $d (cancelled orders don't count).
----
SELECT i.sku, SUM($c) AS sold
FROM order_items AS i
JOIN orders AS o ON o.id = i.order_id
WHERE o.status <> 'cancelled'
GROUP BY i.sku
ORDER BY sold DESC
LIMIT 1;
----
$x
----
d c x
pieces|i.quantity|mug,6
turnover|i.quantity * i.price|desk,300
====
shop
Give me the latest order of every customer: name, date, total.
--or--
For each customer I'd like the largest order instead of all of them: name, date, total.
----
SELECT name, placed, total
FROM (
    SELECT c.name, o.placed, o.total,
           ROW_NUMBER() OVER (PARTITION BY c.id ORDER BY o.$k DESC) AS nr
    FROM customers AS c
    JOIN orders AS o ON o.customer_id = c.id
) AS ranked
WHERE nr = 1
ORDER BY name;
----
$x
----
k x
placed|Ana,2024-02-14,80; Ben,2024-02-20,40; Cho,2024-03-09,15
total|Ana,2024-01-03,120; Ben,2024-02-20,40; Cho,2024-03-01,300
====
shop
Raise the price of every lamp in open or paid orders by 10 %. Then return all lamp prices.
----
UPDATE order_items
SET price = price * 1.1
WHERE sku = 'lamp'
  AND order_id IN (SELECT id FROM orders WHERE status IN ('open', 'paid'));

SELECT ROUND(price, 2) FROM order_items WHERE sku = 'lamp' ORDER BY 1;
----
88; 110
====
shop
What percentage of all orders is in each status? Round to whole numbers.
----
SELECT status, ROUND(100.0 * COUNT(*) / (SELECT COUNT(*) FROM orders)) AS percent
FROM orders
GROUP BY status
ORDER BY percent DESC, status;
----
paid,60; cancelled,20; open,20
====
shop
Which customers bought $d?
----
SELECT c.name
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id
JOIN order_items AS i ON i.order_id = o.id
WHERE i.sku IN ('mug', 'lamp')
GROUP BY c.id
HAVING COUNT(DISTINCT i.sku) = $n
ORDER BY c.name;
----
$x
----
d n x
both a mug and a lamp (possibly in different orders)|2|Ana
a mug or a lamp, but not both|1|Ben; Cho
====
shop
Delete cancelled orders together with their items and report what is left in order_items.
----
DELETE FROM order_items
WHERE order_id IN (SELECT id FROM orders WHERE status = 'cancelled');

DELETE FROM orders WHERE status = 'cancelled';

SELECT COUNT(*) FROM order_items;
----
5
====
shop
Create a view `vip` of customers whose paid orders add up to 200 or more, and select from it.
----
CREATE VIEW vip AS
SELECT c.id, c.name, SUM(o.total) AS spent
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id AND o.status = 'paid'
GROUP BY c.id
HAVING SUM(o.total) >= 200;

SELECT name, spent FROM vip ORDER BY name;
----
Ana,200; Cho,300
====
clinic
Revenue and number of visits per doctor in $m 2024.
----
SELECT doctor, COUNT(*) AS visits, SUM(fee) AS revenue
FROM visits
WHERE day BETWEEN '$a' AND '$b'
GROUP BY doctor
ORDER BY doctor;
----
$x
----
m a b x
April|2024-04-01|2024-04-30|Dr Stein,2,115; Dr Wu,1,90
May|2024-05-01|2024-05-31|Dr Stein,1,50; Dr Wu,1,40
====
clinic
Patients without a phone number who have an upcoming or past visit. Names only, no duplicates.
----
SELECT DISTINCT p.name
FROM patients AS p
JOIN visits AS v ON v.patient_id = p.id
WHERE p.phone IS NULL;
----
Pavel
====
clinic
Patients and the doctor they saw first.
----
SELECT p.name, v.doctor
FROM patients AS p
JOIN visits AS v ON v.patient_id = p.id
WHERE v.day = (SELECT MIN(day) FROM visits WHERE patient_id = p.id)
ORDER BY p.name;
----
Orla,Dr Stein; Pavel,Dr Wu; Quin,Dr Wu
====
clinic
Age of every patient in full years on 2024-06-01, oldest first (SQLite).
----
SELECT name,
       strftime('%Y', '2024-06-01') - strftime('%Y', born)
       - (strftime('%m-%d', '2024-06-01') < strftime('%m-%d', born)) AS age
FROM patients
ORDER BY age DESC;
----
Pavel,68; Orla,44; Quin,22; Rosa,9
====
clinic
Sort the visits into short (under 20 min), normal (up to 30) and long, and count each.
----
SELECT CASE
           WHEN minutes < 20 THEN 'short'
           WHEN minutes <= 30 THEN 'normal'
           ELSE 'long'
       END AS length,
       COUNT(*) AS visits
FROM visits
GROUP BY length
ORDER BY visits DESC, length;
----
normal,2; short,2; long,1
====
clinic
Days between a patient's consecutive visits: name, day, days since the one before (NULL for the first).
----
SELECT p.name, v.day,
       julianday(v.day) - julianday(LAG(v.day) OVER (PARTITION BY p.id ORDER BY v.day)) AS gap
FROM visits AS v
JOIN patients AS p ON p.id = v.patient_id
ORDER BY p.name, v.day;
----
Orla,2024-04-01,NULL; Orla,2024-04-20,19; Pavel,2024-04-20,NULL; Pavel,2024-05-02,12; Quin,2024-05-02,NULL
====
clinic
How busy was each doctor? $d
----
SELECT doctor, $c
FROM visits
GROUP BY doctor
ORDER BY doctor;
----
$x
----
d c x
Sum the minutes and give hours with one decimal.|ROUND(SUM(minutes) / 60.0, 1) AS hours|Dr Stein,1.1; Dr Wu,1
Number of different patients and number of different days.|COUNT(DISTINCT patient_id), COUNT(DISTINCT day)|Dr Stein,2,3; Dr Wu,2,2
Longest and shortest visit in minutes.|MAX(minutes), MIN(minutes)|Dr Stein,30,15; Dr Wu,45,15
====
clinic
Show phone numbers for the reception list, with "none" where we have no number. Sort by name.
----
SELECT name, COALESCE(phone, 'none') AS phone
FROM patients
ORDER BY name;
----
Orla,555-1; Pavel,none; Quin,555-3; Rosa,none
====
clinic
Which days had visits with more than one doctor?
----
SELECT day
FROM visits
GROUP BY day
HAVING COUNT(DISTINCT doctor) > 1
ORDER BY day;
----
2024-04-20; 2024-05-02
====
school
Average mark per $d, best first, one decimal.
----
SELECT $k, ROUND(AVG(mark), 1) AS average
FROM students
JOIN marks ON marks.student_id = students.id
GROUP BY $k
ORDER BY average DESC;
----
$x
----
d k x
class|class|7a,78.3; 7b,63.8
subject|subject|art,73.3; maths,67.5
student|name|Bea,95; Dana,70; Ali,70; Cem,61.7
====
school
Students who have no mark in art.
----
SELECT name
FROM students
WHERE id NOT IN (SELECT student_id FROM marks WHERE subject = 'art')
ORDER BY name;
----
Bea; Eli
====
school
Return for each subject the name of the student with the best single mark.
----
SELECT m.subject, s.name, m.mark
FROM marks AS m
JOIN students AS s ON s.id = m.student_id
WHERE m.mark = (SELECT MAX(mark) FROM marks WHERE subject = m.subject)
ORDER BY m.subject;
----
art,Cem,90; maths,Bea,95
====
school
One row per student with maths and art side by side (average per subject, NULL if none).
----
SELECT s.name,
       AVG(CASE WHEN m.subject = 'maths' THEN m.mark END) AS maths,
       AVG(CASE WHEN m.subject = 'art' THEN m.mark END) AS art
FROM students AS s
LEFT JOIN marks AS m ON m.student_id = s.id
GROUP BY s.id
ORDER BY s.name;
----
Ali,80,60; Bea,95,NULL; Cem,47.5,90; Dana,NULL,70; Eli,NULL,NULL
====
school
Is there anybody whose maths marks got better from one test to the next? Name and improvement.
----
WITH steps AS (
    SELECT student_id, mark - LAG(mark) OVER (PARTITION BY student_id ORDER BY day) AS change
    FROM marks
    WHERE subject = 'maths'
)
SELECT s.name, steps.change
FROM steps
JOIN students AS s ON s.id = steps.student_id
WHERE steps.change > 0;
----
Cem,15
====
school
Move everybody from 7a to 8a and from 7b to 8b in one statement; then show how many are in each class.
----
UPDATE students
SET class = '8' || substr(class, 2)
WHERE class IN ('7a', '7b');

SELECT class, COUNT(*) FROM students GROUP BY class ORDER BY class;
----
8a,2; 8b,3
====
school
Rank all students by their average mark; equal averages share a rank. Students without marks are left out.
----
SELECT s.name, RANK() OVER (ORDER BY AVG(m.mark) DESC) AS place
FROM students AS s
JOIN marks AS m ON m.student_id = s.id
GROUP BY s.id
ORDER BY place, s.name;
----
Bea,1; Ali,2; Dana,2; Cem,4
====
school
Insert an art mark of 75 on 2024-06-10 for every student of class 7b who has none in art yet. Return the number of art marks afterwards.
----
INSERT INTO marks (student_id, subject, mark, day)
SELECT id, 'art', 75, '2024-06-10'
FROM students
WHERE class = '7b'
  AND id NOT IN (SELECT student_id FROM marks WHERE subject = 'art');

SELECT COUNT(*) FROM marks WHERE subject = 'art';
----
4
====
staff
Employees who earn more than their manager.
----
SELECT e.name, e.salary, m.salary AS manager_salary
FROM employees AS e
JOIN employees AS m ON m.id = e.manager_id
WHERE e.salary > m.salary;
----
Kim,72,70
====
staff
Department, headcount and average salary. Departments with nobody in them should show 0 and NULL.
----
SELECT d.name, COUNT(e.id) AS people, AVG(e.salary) AS average
FROM departments AS d
LEFT JOIN employees AS e ON e.department_id = d.id
GROUP BY d.id
ORDER BY d.name;
----
Legal,0,NULL; Sales,2,75; Support,3,64
====
staff
Everyone below Gus, at whatever depth, with the depth (recursive).
----
WITH RECURSIVE below(id, name, depth) AS (
    SELECT id, name, 1
    FROM employees
    WHERE manager_id = (SELECT id FROM employees WHERE name = 'Gus')
    UNION ALL
    SELECT e.id, e.name, below.depth + 1
    FROM employees AS e
    JOIN below ON e.manager_id = below.id
)
SELECT name, depth FROM below ORDER BY depth, name;
----
Hal,1; Isa,1; Lou,1; Jon,2; Kim,2
====
staff
Second highest salary in the company (a value, even if several people earn the highest).
----
SELECT MAX(salary)
FROM employees
WHERE salary < (SELECT MAX(salary) FROM employees);
----
72
====
staff
The $n best paid people of each department, with department name.
----
SELECT department, name, salary
FROM (
    SELECT d.name AS department, e.name, e.salary,
           DENSE_RANK() OVER (PARTITION BY d.id ORDER BY e.salary DESC) AS place
    FROM employees AS e
    JOIN departments AS d ON d.id = e.department_id
) AS ranked
WHERE place <= $n
ORDER BY department, salary DESC;
----
$x
----
n x
2|Sales,Gus,90; Sales,Hal,60; Support,Kim,72; Support,Isa,70
3|Sales,Gus,90; Sales,Hal,60; Support,Kim,72; Support,Isa,70; Support,Jon,50
====
staff
Who is nobody's manager?
----
SELECT name
FROM employees AS e
WHERE NOT EXISTS (SELECT 1 FROM employees WHERE manager_id = e.id)
ORDER BY name;
----
Hal; Jon; Kim; Lou
====
staff
HR: a 5 % raise for all who were hired before 2020, rounded down to whole units. Afterwards list name and salary of those affected.
----
UPDATE employees
SET salary = CAST(salary * 1.05 AS INTEGER)
WHERE hired < '2020-01-01';

SELECT name, salary FROM employees WHERE hired < '2020-01-01' ORDER BY name;
----
Gus,94; Hal,63; Isa,73
====
staff
How many people were hired in each year, and how many did we have in total by the end of it?
----
SELECT strftime('%Y', hired) AS year,
       COUNT(*) AS hired,
       SUM(COUNT(*)) OVER (ORDER BY strftime('%Y', hired)) AS total
FROM employees
GROUP BY year
ORDER BY year;
----
2015,1,1; 2018,1,2; 2019,1,3; 2020,1,4; 2021,1,5; 2024,1,6
====
staff
Employees that belong to no department, or to one that does not exist.
----
SELECT e.name
FROM employees AS e
LEFT JOIN departments AS d ON d.id = e.department_id
WHERE d.id IS NULL;
----
Lou
====
staff
By how much does each salary differ from the department's average? Leave out people without department.
----
SELECT name, salary - AVG(salary) OVER (PARTITION BY department_id) AS difference
FROM employees
WHERE department_id IS NOT NULL
ORDER BY name;
----
Gus,15; Hal,-15; Isa,6; Jon,-14; Kim,8
====
staff
Write the managers' names as one comma-separated list per number of direct reports.
----
SELECT reports, GROUP_CONCAT(name, ', ') AS managers
FROM (
    SELECT m.name, COUNT(*) AS reports
    FROM employees AS e
    JOIN employees AS m ON m.id = e.manager_id
    GROUP BY m.id
) AS counted
GROUP BY reports
ORDER BY reports;
----
2,Isa; 3,Gus
====
sensors
$d per station, by place name. Stations without readings are not needed.
----
SELECT s.place, $c AS value
FROM readings AS r
JOIN stations AS s ON s.code = r.station
GROUP BY s.code
ORDER BY s.place;
----
$x
----
d c x
Highest temperature|MAX(r.celsius)|Harbour,19; Ridge,4
Total rain|ROUND(SUM(r.rain), 1)|Harbour,6.2; Ridge,8.1
Number of missing temperatures|COUNT(*) - COUNT(r.celsius)|Harbour,0; Ridge,1
Temperature range|MAX(r.celsius) - MIN(r.celsius)|Harbour,6; Ridge,0
====
sensors
Daily rain per station, only days with more than 1 mm.
----
SELECT station, date(taken) AS day, SUM(rain) AS mm
FROM readings
GROUP BY station, day
HAVING SUM(rain) > 1
ORDER BY station, day;
----
A,2024-06-01,1.2; A,2024-06-02,5; B,2024-06-02,7.7
====
sensors
which stations have not reported anything?
----
SELECT code, place
FROM stations
EXCEPT
SELECT s.code, s.place
FROM stations AS s
JOIN readings AS r ON r.station = s.code;
----
C,Valley
====
sensors
Latest reading of each station: code, time, temperature.
----
SELECT r.station, r.taken, r.celsius
FROM readings AS r
WHERE r.taken = (SELECT MAX(taken) FROM readings WHERE station = r.station)
ORDER BY r.station;
----
A,2024-06-02 06:00,13; B,2024-06-02 06:00,NULL
====
sensors
Compare morning (before noon) and evening temperatures at station A: two averages in one row.
----
SELECT AVG(CASE WHEN time(taken) < '12:00' THEN celsius END) AS morning,
       AVG(CASE WHEN time(taken) >= '12:00' THEN celsius END) AS evening
FROM readings
WHERE station = 'A';
----
13.75,19
====
sensors
Add a column `battery` (whole per cent, default 100, must lie between 0 and 100) to stations, and check what station A has.
----
ALTER TABLE stations
ADD COLUMN battery INTEGER NOT NULL DEFAULT 100 CHECK (battery BETWEEN 0 AND 100);

SELECT battery FROM stations WHERE code = 'A';
----
100
====
sensors
Estimate sea-level temperatures: add 0.65 degrees for every 100 m of height. Station, time and estimate with one decimal; skip missing values.
----
SELECT r.station, r.taken, ROUND(r.celsius + 0.0065 * s.height, 1) AS sea_level
FROM readings AS r
JOIN stations AS s ON s.code = r.station
WHERE r.celsius IS NOT NULL
ORDER BY r.station, r.taken;
----
A,2024-06-01 06:00,14.5; A,2024-06-01 18:00,19; A,2024-06-02 06:00,13; B,2024-06-01 06:00,9.5
====
sensors
Upsert: station B has moved to 'Summit' at 910 m, and there's a new one, D at 'Lake', 95 m. One statement, then show all codes with heights.
----
INSERT INTO stations (code, place, height)
VALUES ('B', 'Summit', 910), ('D', 'Lake', 95)
ON CONFLICT (code) DO UPDATE
SET place = excluded.place, height = excluded.height;

SELECT code, height FROM stations ORDER BY code;
----
A,2; B,910; C,310; D,95
====
rides
The five docks by number of $d.
----
SELECT $c AS dock, COUNT(*) AS trips
FROM trips
GROUP BY $c
ORDER BY trips DESC, dock
LIMIT 5;
----
$x
----
d c x
departures|start_dock|Mill,3; Park,2
arrivals|end_dock|Park,3; Dock,1; Mill,1
====
rides
Bikes that were never used, with model.
----
SELECT b.id, b.model
FROM bikes AS b
LEFT JOIN trips AS t ON t.bike_id = b.id
WHERE t.id IS NULL;
----
3,Cargo
====
rides
Where should each bike stand now? (End dock of its last trip.)
----
SELECT bike_id, end_dock
FROM (
    SELECT bike_id, end_dock,
           ROW_NUMBER() OVER (PARTITION BY bike_id ORDER BY started DESC) AS nr
    FROM trips
) AS last_trips
WHERE nr = 1
ORDER BY bike_id;
----
1,Dock; 2,Park
====
rides
Find trips that start at another dock than the one where that bike's previous trip ended; somebody must have moved it.
----
SELECT id, bike_id, previous_dock, start_dock
FROM (
    SELECT id, bike_id, start_dock,
           LAG(end_dock) OVER (PARTITION BY bike_id ORDER BY started) AS previous_dock
    FROM trips
) AS ordered
WHERE previous_dock <> start_dock;
----
5,2,Park,Mill
====
rides
Trips per hour of the day for the whole of July 2024.
----
SELECT strftime('%H', started) AS hour, COUNT(*) AS trips
FROM trips
WHERE started >= '2024-07-01' AND started < '2024-08-01'
GROUP BY hour
ORDER BY hour;
----
08,4; 17,1
====
rides
Total minutes per rider, only riders with at least two trips. Show hours and minutes like 0:58.
----
SELECT rider,
       printf('%d:%02d', SUM(minutes) / 60, SUM(minutes) % 60) AS time
FROM trips
GROUP BY rider
HAVING COUNT(*) >= 2;
----
ty,0:58
====
rides
Price of each trip: 1 unit to unlock plus 0.15 per minute, trips under 10 minutes are free. Trip id and price.
----
SELECT id,
       CASE WHEN minutes < 10 THEN 0 ELSE 1 + 0.15 * minutes END AS price
FROM trips
ORDER BY id;
----
1,2.8; 2,0; 3,5.65; 4,3.25; 5,2.65
====
rides
Return round trips as a share of all trips in per cent.
----
SELECT 100.0 * SUM(start_dock = end_dock) / COUNT(*) AS percent
FROM trips;
----
20
====
rides
What's the usual route? Dock pairs regardless of direction, with number of trips, more than once only.
----
SELECT MIN(start_dock, end_dock) AS one, MAX(start_dock, end_dock) AS other, COUNT(*) AS trips
FROM trips
WHERE start_dock <> end_dock
GROUP BY one, other
HAVING COUNT(*) > 1;
----
Mill,Park,3
====
rides
Create an index that helps to find all trips of one bike in order of time, and show its name from the catalogue.
----
CREATE INDEX trips_by_bike ON trips (bike_id, started);

SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'trips';
----
trips_by_bike
====
blog
Published posts with number of comments, most discussed first.
----
SELECT p.title, COUNT(c.id) AS comments
FROM posts AS p
LEFT JOIN comments AS c ON c.post_id = p.id
WHERE p.published IS NOT NULL
GROUP BY p.id
ORDER BY comments DESC, p.title;
----
Knots,3; On moss,2; Rivers,0
====
blog
Authors' $d over published posts.
----
SELECT author, $c AS figure
FROM posts
WHERE published IS NOT NULL
GROUP BY author
ORDER BY author;
----
$x
----
d c x
total views|SUM(views)|nia,1050; otto,420
most recent date|MAX(published)|nia,2024-02-11; otto,2024-02-20
average views as a whole number|CAST(AVG(views) AS INTEGER)|nia,525; otto,420
====
blog
Tags with the number of published posts and the views they got together.
----
SELECT t.tag, COUNT(*) AS posts, SUM(p.views) AS views
FROM tags AS t
JOIN posts AS p ON p.id = t.post_id
WHERE p.published IS NOT NULL
GROUP BY t.tag
ORDER BY views DESC;
----
nature,2,1050; plants,1,900; craft,1,420
====
blog
Posts tagged 'nature' but not 'plants'.
----
SELECT p.title
FROM posts AS p
WHERE p.id IN (SELECT post_id FROM tags WHERE tag = 'nature')
  AND p.id NOT IN (SELECT post_id FROM tags WHERE tag = 'plants');
----
Rivers
====
blog
Comments that authors wrote under their own posts.
----
SELECT c.body, p.title
FROM comments AS c
JOIN posts AS p ON p.id = c.post_id
WHERE c.author = p.author;
----
Hemp.,Knots
====
blog
Everyone who ever wrote anything (post or comment), each name once, sorted.
----
SELECT author FROM posts
UNION
SELECT author FROM comments
ORDER BY author;
----
nia; otto; pip
====
blog
Search comments for the word 'question', regardless of case; show author and post title.
----
SELECT c.author, p.title
FROM comments AS c
JOIN posts AS p ON p.id = c.post_id
WHERE LOWER(c.body) LIKE '%question%';
----
pip,Knots
====
blog
First comment on every post and how many days after publication it came.
----
SELECT p.title,
       julianday(MIN(c.created)) - julianday(p.published) AS days
FROM posts AS p
JOIN comments AS c ON c.post_id = p.id
GROUP BY p.id
ORDER BY p.title;
----
Knots,1; On moss,1
====
blog
Which share of all views does each post have? In per cent with one decimal, zero views left out.
----
SELECT title, ROUND(100.0 * views / SUM(views) OVER (), 1) AS percent
FROM posts
WHERE views > 0
ORDER BY percent DESC;
----
On moss,61.2; Knots,28.6; Rivers,10.2
====
blog
Prevent double tags: create a unique index on tags, then add ('nature' to post 1, 'travel' to post 2) ignoring what exists. Show the number of tags.
----
CREATE UNIQUE INDEX one_tag_per_post ON tags (post_id, tag);

INSERT OR IGNORE INTO tags (post_id, tag)
VALUES (1, 'nature'), (2, 'travel');

SELECT COUNT(*) FROM tags;
----
6
====
blog
Write the trigger that sets posts.views to 0 when a post is unpublished (published becomes NULL). Try it on post 3 and show its views.
----
CREATE TRIGGER forget_views
AFTER UPDATE OF published ON posts
WHEN NEW.published IS NULL
BEGIN
    UPDATE posts SET views = 0 WHERE id = NEW.id;
END;

UPDATE posts SET published = NULL WHERE id = 3;
SELECT views FROM posts WHERE id = 3;
----
0
====
library
$d
----
SELECT $s
FROM $t
WHERE $w
ORDER BY $o;
----
$x
----
d s t w o x
Titles from the shelf S that were written after 1966.|title|books|shelf = 'S' AND year > 1966|title|Ubik
Books whose title ends in "a", with author, oldest first.|title, author|books|title LIKE '%a'|year|Emma,Austen
Loans taken in February 2024: reader and date.|reader, taken|loans|taken BETWEEN '2024-02-01' AND '2024-02-29'|taken|Ida,2024-02-01; Max,2024-02-10
Loans that lasted longer than two weeks (id and days).|id, julianday(returned) - julianday(taken) AS days|loans|days > 14|id|1,15; 5,21
====
blog
$d
----
SELECT $s
FROM $t
WHERE $w
ORDER BY $o;
----
$x
----
d s t w o x
Drafts: title and author of everything not published.|title, author|posts|published IS NULL|title|Draft,otto
Comments shorter than eight characters.|author, body|comments|length(body) < 8|id|pip,Lovely; otto,+1; otto,Hemp.
Posts with more views than the average of all posts.|title, views|posts|views > (SELECT AVG(views) FROM posts)|views DESC|On moss,900; Knots,420
====
rides
$d
----
SELECT $s
FROM trips
$g
ORDER BY $o;
----
$x
----
d s g o x
Riders with their longest trip.|rider, MAX(minutes) AS longest|GROUP BY rider|longest DESC|ty,31; vic,11; uma,9
Days with more than one trip, and how many.|date(started) AS day, COUNT(*) AS trips|GROUP BY day\nHAVING trips > 1|day|2024-07-01,3
Trips of more than ten minutes before nine in the morning.|id, rider|WHERE minutes > 10 AND time(started) < '09:00'|id|1,ty; 4,ty; 5,vic
Who rode on how many different bikes?|rider, COUNT(DISTINCT bike_id) AS bikes|GROUP BY rider|rider|ty,2; uma,1; vic,1
====
clinic
$d
----
SELECT $s
FROM $t
WHERE $w;
----
$x
----
d s t w x
Names of patients under 18 on 2024-06-01.|name|patients|born > '2006-06-01'|Rosa
How much did Dr Stein earn with visits of at least 20 minutes?|SUM(fee)|visits|doctor = 'Dr Stein' AND minutes >= 20|125
Number of visits on the busiest of all days.|MAX(visits)|(SELECT COUNT(*) AS visits FROM visits GROUP BY day)|1 = 1|2
Fee per minute of the most expensive visit by that measure, two decimals.|ROUND(MAX(1.0 * fee / minutes), 2)|visits|minutes > 0|2.67
====
staff
$d
----
SELECT $s
FROM employees AS e
JOIN departments AS d ON d.id = e.department_id
$g
ORDER BY $o;
----
$x
----
d s g o x
Names with department, alphabetical by department, then by salary from high to low.|d.name, e.name||d.name, e.salary DESC|Sales,Gus; Sales,Hal; Support,Kim; Support,Isa; Support,Jon
Salary costs per department.|d.name, SUM(e.salary) AS costs|GROUP BY d.id|costs DESC|Support,192; Sales,150
Departments in which nobody earns less than 60.|d.name|GROUP BY d.id\nHAVING MIN(e.salary) >= 60|d.name|Sales
People in Support hired since 2020.|e.name, e.hired|WHERE d.name = 'Support' AND e.hired >= '2020-01-01'|e.hired|Kim,2020-03-01; Jon,2021-09-01
'''

LEADS = ("{schema}\n\n{question}", "{question}\n\nTables:\n{schema}", "Schema:\n{schema}\n\nQuestion: {question}",
         "Given {short}. {question}", "{question} ({short})", "SQL please. {question}\n\n{schema}",
         "Our database has {short}.\n\n{question}", "-- {short}\n-- {question}")


def short_schema(schema):
    """The tables as prose: "books(id, title)" joined by commas."""
    tables = []
    for line in schema.splitlines():
        name, columns = line.removeprefix("CREATE TABLE ").rstrip(";").split(" (", 1)
        tables.append(f"{name}({', '.join(column.split()[0] for column in columns[:-1].split(', '))})")
    return ", ".join(tables)


def rows():
    last = ""
    for number, (group, variant, question, answer, check) in enumerate(cases(GROUPS, "sql")):
        database, _, question = question.partition("\n")
        if not question:  # a later wording of a group: the database stands at the first
            database, question = last, database
        last = database
        schema, data = DATABASES[database]
        used = "\n".join(line for line in schema.splitlines()
                         if re.search(rf"\b{line.split()[2]}\b", answer))
        text = LEADS[number % len(LEADS)].format(schema=used, short=short_schema(used), question=question.strip())
        yield Row(text, answer, KIND, LANGUAGE, group, (schema + data, check))
