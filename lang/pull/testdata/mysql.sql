CREATE TABLE clients (
	id INT AUTO_INCREMENT PRIMARY KEY,
	name VARCHAR(100) NOT NULL COMMENT 'as on the invoice',
	region VARCHAR(2) CHECK (region IN ('EU', 'US')),
	size VARCHAR(2) CHECK (size IN ('S', 'L') OR name = 'x'),
	`Größe (cm)` DOUBLE
) COMMENT 'who pays';
CREATE TABLE people (
	id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
	e_mail VARCHAR(100) NOT NULL UNIQUE,
	clientId INT,
	boss_id BIGINT UNSIGNED,
	active TINYINT(1) NOT NULL DEFAULT 1,
	born DATE,
	height FLOAT,
	FOREIGN KEY (clientId) REFERENCES clients (id),
	FOREIGN KEY (boss_id) REFERENCES people (id)
);
CREATE TABLE orders (
	orderNo VARCHAR(20) PRIMARY KEY,
	person_id BIGINT UNSIGNED NOT NULL,
	billing_id INT,
	shipping_id INT,
	total DECIMAL(12, 2) NOT NULL DEFAULT 0.50,
	large DECIMAL(65, 10),
	payload LONGBLOB,
	tags JSON,
	flags SET('a', 'b'),
	status ENUM('draft', 'it''s', '"q"') NOT NULL DEFAULT 'draft',
	placed DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
	changed TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
	due DATE DEFAULT (CURDATE()),
	at TIME,
	note TEXT DEFAULT 'it''s',
	path VARCHAR(20) DEFAULT 'a\\b',
	token CHAR(36) NOT NULL DEFAULT (UUID()),
	`for` TEXT,
	whole DECIMAL(14, 0) AS (total * 100) VIRTUAL,
	half DECIMAL(14, 2) AS (total / 2) STORED,
	since DATE DEFAULT '2026-01-01',
	none VARCHAR(9) DEFAULT NULL,
	level INT NOT NULL DEFAULT -1,
	founded YEAR,
	FOREIGN KEY (person_id) REFERENCES people (id),
	FOREIGN KEY (billing_id) REFERENCES clients (id),
	FOREIGN KEY (shipping_id) REFERENCES clients (id)
);
CREATE TABLE order_lines (order_no VARCHAR(20), line INT, sku VARCHAR(9) NOT NULL, PRIMARY KEY (order_no, line), FOREIGN KEY (order_no) REFERENCES orders (orderNo));
CREATE TABLE notes (id INT PRIMARY KEY, order_no VARCHAR(20), line INT, FOREIGN KEY (order_no, line) REFERENCES order_lines (order_no, line));
CREATE TABLE products (sku VARCHAR(9) NOT NULL UNIQUE, name TEXT NOT NULL, UNIQUE (name(10)));
CREATE TABLE prefixes (name TEXT NOT NULL, UNIQUE (name(10)));
CREATE TABLE nothing (a INT, b INT);
CREATE TABLE `Invoice Lines` (id INT PRIMARY KEY, amount SMALLINT);
CREATE TABLE `2024` (id INT PRIMARY KEY, total MEDIUMINT);
CREATE TABLE t1 (id INT PRIMARY KEY);
CREATE TABLE t2 (id INT PRIMARY KEY);
CREATE TABLE t3 (id INT PRIMARY KEY);
CREATE TABLE versioned (id INT PRIMARY KEY, name TEXT) WITH SYSTEM VERSIONING;
CREATE VIEW open_orders AS SELECT * FROM orders;
