-- Northwind's tables, as PostgreSQL has them, and one of ours: who may log in.
-- The keys, names and columns are those of the public sample database; the data
-- of the tests is our own.
CREATE TABLE region (
  region_id smallint PRIMARY KEY,
  region_description varchar(60) NOT NULL
);

CREATE TABLE territories (
  territory_id varchar(20) PRIMARY KEY,
  territory_description varchar(60) NOT NULL,
  region_id smallint NOT NULL REFERENCES region
);

CREATE TABLE employees (
  employee_id smallint PRIMARY KEY,
  last_name varchar(20) NOT NULL,
  first_name varchar(10) NOT NULL,
  title varchar(30),
  birth_date date,
  hire_date date,
  home_phone varchar(24),
  extension varchar(4),
  reports_to smallint REFERENCES employees
);

CREATE TABLE employee_territories (
  employee_id smallint NOT NULL REFERENCES employees,
  territory_id varchar(20) NOT NULL REFERENCES territories,
  PRIMARY KEY (employee_id, territory_id)
);

CREATE TABLE customers (
  customer_id varchar(5) PRIMARY KEY,
  company_name varchar(40) NOT NULL,
  contact_name varchar(30),
  city varchar(15),
  country varchar(15),
  phone varchar(24),
  territory_id varchar(20) REFERENCES territories
);

CREATE TABLE suppliers (
  supplier_id smallint PRIMARY KEY,
  company_name varchar(40) NOT NULL,
  country varchar(15),
  phone varchar(24)
);

CREATE TABLE categories (
  category_id smallint PRIMARY KEY,
  category_name varchar(15) NOT NULL,
  description text
);

CREATE TABLE products (
  product_id smallint PRIMARY KEY,
  product_name varchar(40) NOT NULL,
  supplier_id smallint REFERENCES suppliers,
  category_id smallint REFERENCES categories,
  quantity_per_unit varchar(20),
  unit_price numeric(10, 2),
  units_in_stock smallint,
  discontinued boolean NOT NULL DEFAULT false
);

CREATE TABLE orders (
  order_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id varchar(5) NOT NULL REFERENCES customers,
  employee_id smallint REFERENCES employees,
  order_date date DEFAULT CURRENT_DATE,
  required_date date,
  shipped_date date,
  freight numeric(10, 2),
  ship_city varchar(15)
);

CREATE TABLE order_details (
  order_id integer NOT NULL REFERENCES orders,
  product_id smallint NOT NULL REFERENCES products,
  unit_price numeric(10, 2) NOT NULL,
  quantity smallint NOT NULL,
  discount numeric(3, 2) NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, product_id)
);

CREATE TABLE accounts (
  account_id integer PRIMARY KEY,
  email varchar(80) NOT NULL UNIQUE,
  customer_id varchar(5) REFERENCES customers,
  employee_id smallint REFERENCES employees,
  supplier_id smallint REFERENCES suppliers
);
