CREATE SCHEMA crm;
CREATE TYPE crm.order_status AS ENUM ('draft', 'open', 'it''s done', '${x}');
CREATE DOMAIN crm.email AS text NOT NULL;
CREATE DOMAIN crm.small AS crm.email;
CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

CREATE TABLE crm.clients (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text NOT NULL,
	region varchar(2) CHECK (region IN ('EU', 'US')),
	kind text NOT NULL DEFAULT 'firm' CHECK (kind IN ('firm', 'person')),
	size text CHECK (size IN ('S', 'L') OR name = 'x'),
	parent_id bigint REFERENCES crm.clients
);
COMMENT ON TABLE crm.clients IS 'Who buys: "firms" and ${people}';
COMMENT ON COLUMN crm.clients.region IS E'Where they\nare';

CREATE TABLE crm.contacts (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	login crm.small,
	"clientId" bigint REFERENCES crm.clients (id),
	phones text[] NOT NULL DEFAULT '{}',
	grid int[][],
	"Größe (cm)" numeric(5, 2),
	nick text COLLATE folded,
	"for" boolean,
	dropped text
);
ALTER TABLE crm.contacts DROP COLUMN dropped;
CREATE TABLE crm.addresses (
	id int PRIMARY KEY,
	street text
);
CREATE TABLE crm.orders (
	order_no int PRIMARY KEY,
	contact_id uuid NOT NULL REFERENCES crm.contacts,
	billing_id int REFERENCES crm.addresses,
	shipping_id int REFERENCES crm.addresses,
	status crm.order_status NOT NULL,
	history crm.order_status[],
	total numeric(12, 2),
	rate double precision,
	due date,
	placed timestamptz,
	changed timestamp,
	payload jsonb,
	code char(3)
);
CREATE TABLE crm.order_items (
	order_no int REFERENCES crm.orders,
	line int,
	product_code text,
	PRIMARY KEY (order_no, line)
);
CREATE TABLE public.products (
	sku text NOT NULL UNIQUE,
	"desc" text,
	price money
);
ALTER TABLE crm.order_items ADD FOREIGN KEY (product_code) REFERENCES products (sku);
CREATE TABLE public.notes (body text);
CREATE TABLE public.clients (id int PRIMARY KEY, note text);
CREATE TABLE public."Order Lines" (
	id int PRIMARY KEY,
	order_no int,
	line int,
	client_name text,
	clients int REFERENCES public.clients,
	FOREIGN KEY (order_no, line) REFERENCES crm.order_items
);
CREATE TABLE public.events (id bigint PRIMARY KEY, at timestamptz) PARTITION BY RANGE (id);
CREATE TABLE public.events_1 PARTITION OF public.events FOR VALUES FROM (0) TO (10);
CREATE TABLE public.visits (id int PRIMARY KEY, event_id bigint REFERENCES public.events, by text REFERENCES public.products (sku));
CREATE DOMAIN public.moment AS timestamp;
CREATE TABLE public.lists (id int PRIMARY KEY, codes char(3)[], moments moment[], mails crm.small[], prices money[], grid float8[][], at timestamptz[]);
CREATE TABLE public."2024" (id int PRIMARY KEY, "Login" text, "login" text, "_" text);
CREATE TABLE public."a.b" (id int PRIMARY KEY);
CREATE TABLE public.e_mails (id bytea PRIMARY KEY, address text);
CREATE VIEW public.open_orders AS SELECT * FROM crm.orders;
CREATE TABLE public.made (
	id serial PRIMARY KEY,
	status text NOT NULL DEFAULT 'it''s "draft"',
	short varchar(10) DEFAULT 'a',
	kind crm.order_status DEFAULT 'open',
	level int NOT NULL DEFAULT -1,
	price numeric(6, 2) DEFAULT 1.50,
	active bool NOT NULL DEFAULT true,
	since date DEFAULT CURRENT_DATE,
	born date DEFAULT '2026-03-01',
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
	later timestamptz DEFAULT now() + interval '1 day',
	token text NOT NULL DEFAULT md5(random()::text),
	twice int GENERATED ALWAYS AS (level * 2) STORED,
	none text DEFAULT NULL,
	at timestamptz DEFAULT '2026-03-01 00:00:00+00'
);
