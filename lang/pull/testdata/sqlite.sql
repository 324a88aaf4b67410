CREATE TABLE clients (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	region TEXT CHECK (region IN ('EU', 'US')), -- CHECK (name IN ('no'))
	"Größe (cm)" REAL,
	size TEXT CHECK (size IN ('S', 'L') OR name = 'x')
);
CREATE TABLE people (
	id INTEGER PRIMARY KEY,
	e_mail VARCHAR(100) NOT NULL UNIQUE,
	clientId INTEGER REFERENCES clients,
	boss_id INTEGER REFERENCES People(ID),
	active INTEGER NOT NULL DEFAULT 1 CHECK ("active" IN (0, 1)),
	born DATE
);
CREATE TABLE addresses (id INTEGER PRIMARY KEY, street TEXT, country TEXT CHECK(country IN('it''s','${x}','"q"')));
CREATE TABLE orders (
	orderNo VARCHAR(20) PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES people,
	billing_id INTEGER REFERENCES addresses(id),
	shipping_id INTEGER REFERENCES addresses(id),
	total DECIMAL(12, 2),
	payload BLOB,
	placed DATETIME,
	"for" TEXT,
	whole GENERATED ALWAYS AS (total * 100) VIRTUAL
);
CREATE TABLE order_items (
	order_no VARCHAR(20) REFERENCES orders,
	line INT,
	sku TEXT REFERENCES products(sku),
	PRIMARY KEY (order_no, line)
) WITHOUT ROWID;
CREATE TABLE products (sku TEXT NOT NULL, "desc" text, paid BOOLEAN, price NUMERIC NOT NULL);
CREATE UNIQUE INDEX products_sku ON products (sku);
CREATE UNIQUE INDEX products_lower ON products (lower("desc"));
CREATE TABLE notes (body TEXT, order_no REFERENCES orders, line INT, product TEXT REFERENCES products, FOREIGN KEY (order_no, line) REFERENCES order_items);
CREATE TABLE tags (id INT PRIMARY KEY, "tag" ANY, order_no TEXT REFERENCES orders(orderNo)) STRICT;
CREATE TABLE Invoices (id INTEGER PRIMARY KEY, order_ TEXT REFERENCES orders, amount REAL);
CREATE TABLE [Invoice Lines] (id INTEGER PRIMARY KEY, invoices INTEGER REFERENCES Invoices, gone INTEGER REFERENCES nowhere);
CREATE TABLE "2024" (id INTEGER PRIMARY KEY AUTOINCREMENT, Total INT, total_ INT, "_" TEXT);
CREATE TABLE categories (id UUID PRIMARY KEY, parent UUID REFERENCES categories, number_parent INTEGER REFERENCES categories);
CREATE VIRTUAL TABLE search USING fts5(body);
CREATE VIEW open_orders AS SELECT * FROM orders;
CREATE TABLE made (
	id INTEGER PRIMARY KEY,
	status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'open')),
	title TEXT DEFAULT "none",
	level INT NOT NULL DEFAULT -1,
	price NUMERIC DEFAULT (1.5),
	active BOOLEAN NOT NULL DEFAULT 1,
	paid BOOLEAN DEFAULT FALSE,
	since DATE DEFAULT CURRENT_DATE,
	created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
	token TEXT NOT NULL DEFAULT (hex(randomblob(8))),
	twice INT GENERATED ALWAYS AS (level * 2) STORED,
	none TEXT DEFAULT NULL
);
