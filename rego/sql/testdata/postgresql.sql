-- view of orders as all
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  "t0"."total" AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  "t0"."changed" AS "changed",
  "t0"."tags" AS "tags",
  "t0"."note"::text AS "note",
  "t0"."phone"::text AS "phone",
  "t0"."marge ""brutto""" AS "margin"
FROM "crm"."orders" AS "t0";
-- null

-- view of orders as joins
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  "t0"."total" AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  "t0"."changed" AS "changed",
  "t0"."tags" AS "tags",
  "t0"."note"::text AS "note",
  "t0"."phone"::text AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
LEFT JOIN "crm"."clients" AS "t1_client" ON "t1_client"."id" = nullif("t0"."client_id", NULL COLLATE "default") AND "t1_client"."id"::text COLLATE "C" = "t0"."client_id"::text
LEFT JOIN "crm"."clients" AS "t2_parent" ON "t2_parent"."id" = nullif("t1_client"."parent id", NULL COLLATE "default") AND "t2_parent"."id"::text COLLATE "C" = "t1_client"."parent id"::text
WHERE "t2_parent"."region"::text = $1::text AND "t2_parent"."region"::text COLLATE "C" = $1::text
  AND "t1_client"."name" IS NOT NULL;
-- ["EU"]

-- view of orders as cells
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  CASE WHEN "t0"."status"::text IN ($1::text, $2::text) AND "t0"."status"::text COLLATE "C" IN ($1::text, $2::text) THEN "t0"."total" ELSE NULL::numeric END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."changed" ELSE $4 END AS "changed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END ELSE $5::jsonb END AS "tags",
  CASE WHEN "t0"."paid" = $6::boolean AND "t0"."added_by" = $3::bigint THEN "t0"."note"::text END AS "note",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."phone"::text ELSE CASE WHEN length("t0"."phone"::text) > 4 THEN $7::text || right("t0"."phone"::text, 4) WHEN "t0"."phone" IS NOT NULL THEN $7::text END END AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
WHERE (("t0"."status"::text IN ($8::text, $9::text) AND "t0"."status"::text COLLATE "C" IN ($8::text, $9::text)) OR "t0"."added_by" = $10::bigint);
-- ["open","done",7,"2020-01-01 00:00:00+00","[\"x\"]",false,"•••","open","done",7]

-- view of orders as lists
SELECT
  "t0"."id" AS "id",
  NULL::text AS "client_id",
  NULL::numeric AS "added_by",
  "t0"."status"::text AS "status",
  NULL::numeric AS "total",
  NULL::boolean AS "paid",
  NULL::date AS "placed",
  NULL::timestamptz AS "changed",
  NULL::jsonb AS "tags",
  NULL::text AS "note",
  NULL::text AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
LEFT JOIN "crm"."clients" AS "t6_client" ON "t6_client"."id" = nullif("t0"."client_id", NULL COLLATE "default") AND "t6_client"."id"::text COLLATE "C" = "t0"."client_id"::text
WHERE ((EXISTS (SELECT 1 FROM "items" AS "t1_items" WHERE "t1_items"."order_id" = "t0"."id" AND "t1_items"."sku" = $1 AND "t1_items"."sku"::text COLLATE "C" = $1::text) AND CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") IN ('null', 'string'))) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END) = 'array' THEN CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END END) AS "t2_each"("v") WHERE (CASE WHEN jsonb_typeof("t2_each"."v") = 'string' THEN ("t2_each"."v" #>> '{}') END COLLATE "C" <> $2::text) IS NOT TRUE) AND (SELECT count(*) FROM "items" AS "t3_items" WHERE "t3_items"."order_id" = "t0"."id") > $3::bigint) OR (NOT EXISTS (SELECT 1 FROM "items" AS "t4_items" LEFT JOIN "crm"."orders" AS "t5_order" ON "t5_order"."id" = "t4_items"."order_id" WHERE "t4_items"."order_id" = "t0"."id" AND ("t4_items"."quantity" > $4::bigint AND CASE WHEN pg_typeof(coalesce("t4_items"."quantity", NULL)) = 'numeric'::regtype THEN (abs("t4_items"."quantity"::numeric) < 1e80 AND scale("t4_items"."quantity"::numeric) <= 20 OR abs("t4_items"."quantity"::numeric) < 1e1000 AND ("t4_items"."quantity"::numeric = 0 OR abs("t4_items"."quantity"::numeric) >= 1e-1000) AND length(btrim(translate(("t4_items"."quantity"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t4_items"."quantity" > '-Infinity'::numeric AND "t4_items"."quantity" < 'Infinity'::numeric END AND "t5_order"."total" > $5::numeric AND CASE WHEN pg_typeof(coalesce("t5_order"."total", NULL)) = 'numeric'::regtype THEN (abs("t5_order"."total"::numeric) < 1e80 AND scale("t5_order"."total"::numeric) <= 20 OR abs("t5_order"."total"::numeric) < 1e1000 AND ("t5_order"."total"::numeric = 0 OR abs("t5_order"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("t5_order"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t5_order"."total" > '-Infinity'::numeric AND "t5_order"."total" < 'Infinity'::numeric END) IS NOT TRUE) AND "t6_client"."region"::text IN ($6::text, $7::text) AND "t6_client"."region"::text COLLATE "C" IN ($6::text, $7::text)));
-- ["x-1","secret",1,0,100.5,"EU","US"]

-- view of orders as texts
SELECT
  "t0"."id" AS "id",
  NULL::text AS "client_id",
  NULL::numeric AS "added_by",
  NULL::text AS "status",
  NULL::numeric AS "total",
  NULL::boolean AS "paid",
  NULL::date AS "placed",
  NULL::timestamptz AS "changed",
  NULL::jsonb AS "tags",
  "t0"."note"::text AS "note",
  NULL::text AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
WHERE ((starts_with(translate("t0"."note"::text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE "C", $1::text) AND NOT (right("t0"."note"::text COLLATE "C", length($2::text)) = $2::text)) OR (strpos("t0"."note"::text COLLATE "C", $3::text) > 0 AND "t0"."note"::text COLLATE "C" < $4::text));
-- ["rush","%","'; --","m"]

-- view of orders as times
SELECT
  "t0"."id" AS "id",
  NULL::text AS "client_id",
  NULL::numeric AS "added_by",
  NULL::text AS "status",
  NULL::numeric AS "total",
  NULL::boolean AS "paid",
  "t0"."placed" AS "placed",
  NULL::timestamptz AS "changed",
  NULL::jsonb AS "tags",
  NULL::text AS "note",
  NULL::text AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
WHERE CASE WHEN "t0"."placed" >= '0001-01-01' AND "t0"."placed" <= '9999-12-31' AND "t0"."placed" >= $1::date AND "t0"."placed" <= $2::date THEN "t0"."placed" + $3::bigint::integer END >= $4::date
  AND CASE WHEN "t0"."changed" >= '0001-12-31 00:00:00+00 BC' AND "t0"."changed" <= '10000-01-01 23:59:59.999999+00' AND "t0"."changed" >= $5 AND "t0"."changed" <= $6 THEN extract(epoch FROM "t0"."changed") * 1000000 + $7::bigint END < $8::bigint
  AND "t0"."placed" > $9::date AND "t0"."placed" <= '9999-12-31';
-- ["0001-01-01","9999-12-01",30,"2026-03-01","0001-12-31 00:01:00+00 BC","9999-12-30 11:59:59.999999+00",129600000000,1772355600000000,"2025-01-01"]

-- update of orders as editor
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  "t0"."total" AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  "t0"."changed" AS "changed",
  "t0"."tags" AS "tags",
  "t0"."note"::text AS "note",
  "t0"."phone"::text AS "phone",
  "t0"."marge ""brutto""" AS "margin"
FROM "crm"."orders" AS "t0"
WHERE "t0"."client_id" IS NOT NULL
  AND (("t0"."status"::text = $1::text AND "t0"."status"::text COLLATE "C" = $1::text) OR "t0"."paid" = $2::boolean)
  AND ("t0"."paid" = $3::boolean OR ((("t0"."status"::text = $4::text AND "t0"."status"::text COLLATE "C" = $4::text) OR "t0"."paid" = $5::boolean) AND ("t0"."paid" = $3::boolean) IS NOT TRUE));
-- ["draft",true,true,"draft",true]

-- view of open_orders as reader
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."total" AS "total"
FROM "crm"."orders" AS "t0"
WHERE "t0"."status"::text = $1::text AND "t0"."status"::text COLLATE "C" = $1::text
  AND CASE WHEN pg_typeof(coalesce("t0"."total", NULL)) IN ('real'::regtype, 'double precision'::regtype) THEN "t0"."total"::text::numeric >= $2::numeric ELSE "t0"."total" >= $2::numeric END AND CASE WHEN pg_typeof(coalesce("t0"."total", NULL)) = 'numeric'::regtype THEN (abs("t0"."total"::numeric) < 1e80 AND scale("t0"."total"::numeric) <= 20 OR abs("t0"."total"::numeric) < 1e1000 AND ("t0"."total"::numeric = 0 OR abs("t0"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("t0"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t0"."total" > '-Infinity'::numeric AND "t0"."total" < 'Infinity'::numeric END;
-- ["open",0.1]

-- view of orders as nobody
SELECT
  NULL::numeric AS "id",
  NULL::text AS "client_id",
  NULL::numeric AS "added_by",
  NULL::text AS "status",
  NULL::numeric AS "total",
  NULL::boolean AS "paid",
  NULL::date AS "placed",
  NULL::timestamptz AS "changed",
  NULL::jsonb AS "tags",
  NULL::text AS "note",
  NULL::text AS "phone",
  NULL::numeric AS "margin"
WHERE FALSE;
-- null

-- a page
SELECT "v"."id", "v"."client_id", "v"."added_by", "v"."status", "v"."total", "v"."paid", "v"."placed", "v"."changed", "v"."tags", "v"."note", "v"."phone", "v"."margin"
FROM (
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  CASE WHEN "t0"."status"::text IN ($1::text, $2::text) AND "t0"."status"::text COLLATE "C" IN ($1::text, $2::text) THEN "t0"."total" ELSE NULL::numeric END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."changed" ELSE $4 END AS "changed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END ELSE $5::jsonb END AS "tags",
  CASE WHEN "t0"."paid" = $6::boolean AND "t0"."added_by" = $3::bigint THEN "t0"."note"::text END AS "note",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."phone"::text ELSE CASE WHEN length("t0"."phone"::text) > 4 THEN $7::text || right("t0"."phone"::text, 4) WHEN "t0"."phone" IS NOT NULL THEN $7::text END END AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
WHERE (("t0"."status"::text IN ($8::text, $9::text) AND "t0"."status"::text COLLATE "C" IN ($8::text, $9::text)) OR "t0"."added_by" = $10::bigint)
) AS "v"
WHERE strpos("v"."note"::text COLLATE "C", $11::text) > 0
  AND "v"."placed" IS NOT NULL AND "v"."placed" >= '0001-01-01' AND "v"."placed" <= '9999-12-31'
  AND (("v"."changed" < $12 AND "v"."changed" >= '0001-12-31 00:00:00+00 BC') OR ("v"."changed" = $13 AND "v"."note" IS NULL AND "v"."id" > $14::bigint AND CASE WHEN pg_typeof(coalesce("v"."id", NULL)) = 'numeric'::regtype THEN (abs("v"."id"::numeric) < 1e80 AND scale("v"."id"::numeric) <= 20 OR abs("v"."id"::numeric) < 1e1000 AND ("v"."id"::numeric = 0 OR abs("v"."id"::numeric) >= 1e-1000) AND length(btrim(translate(("v"."id"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "v"."id" > '-Infinity'::numeric AND "v"."id" < 'Infinity'::numeric END))
ORDER BY "v"."changed" DESC NULLS FIRST, "v"."note"::text COLLATE "C" ASC NULLS LAST, "v"."id" ASC NULLS LAST
LIMIT $15::bigint
OFFSET $16::bigint;
-- ["open","done",7,"2020-01-01 00:00:00+00","[\"x\"]",false,"•••","open","done",7,"50%","2026-01-01 00:00:00+00","2026-01-01 00:00:00+00",12,20,5]

-- a count
SELECT count(*) AS "count"
FROM (
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  CASE WHEN "t0"."status"::text IN ($1::text, $2::text) AND "t0"."status"::text COLLATE "C" IN ($1::text, $2::text) THEN "t0"."total" ELSE NULL::numeric END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."changed" ELSE $4 END AS "changed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END ELSE $5::jsonb END AS "tags",
  CASE WHEN "t0"."paid" = $6::boolean AND "t0"."added_by" = $3::bigint THEN "t0"."note"::text END AS "note",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."phone"::text ELSE CASE WHEN length("t0"."phone"::text) > 4 THEN $7::text || right("t0"."phone"::text, 4) WHEN "t0"."phone" IS NOT NULL THEN $7::text END END AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
WHERE (("t0"."status"::text IN ($8::text, $9::text) AND "t0"."status"::text COLLATE "C" IN ($8::text, $9::text)) OR "t0"."added_by" = $10::bigint)
) AS "v"
WHERE "v"."total" > $11::bigint AND CASE WHEN pg_typeof(coalesce("v"."total", NULL)) = 'numeric'::regtype THEN (abs("v"."total"::numeric) < 1e80 AND scale("v"."total"::numeric) <= 20 OR abs("v"."total"::numeric) < 1e1000 AND ("v"."total"::numeric = 0 OR abs("v"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("v"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "v"."total" > '-Infinity'::numeric AND "v"."total" < 'Infinity'::numeric END;
-- ["open","done",7,"2020-01-01 00:00:00+00","[\"x\"]",false,"•••","open","done",7,1000]

-- a plan
EXPLAIN SELECT count(*) AS "count"
FROM (
SELECT
  "t0"."id" AS "id",
  "t0"."client_id"::text AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status"::text AS "status",
  CASE WHEN "t0"."status"::text IN ($1::text, $2::text) AND "t0"."status"::text COLLATE "C" IN ($1::text, $2::text) THEN "t0"."total" ELSE NULL::numeric END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."changed" ELSE $4 END AS "changed",
  CASE WHEN "t0"."added_by" = $3::bigint THEN CASE WHEN pg_typeof(coalesce("t0"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("t0"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("t0"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("t0"."tags", NULL)) = 'json'::regtype AND replace("t0"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("t0"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("t0"."tags") END ELSE $5::jsonb END AS "tags",
  CASE WHEN "t0"."paid" = $6::boolean AND "t0"."added_by" = $3::bigint THEN "t0"."note"::text END AS "note",
  CASE WHEN "t0"."added_by" = $3::bigint THEN "t0"."phone"::text ELSE CASE WHEN length("t0"."phone"::text) > 4 THEN $7::text || right("t0"."phone"::text, 4) WHEN "t0"."phone" IS NOT NULL THEN $7::text END END AS "phone",
  NULL::numeric AS "margin"
FROM "crm"."orders" AS "t0"
WHERE (("t0"."status"::text IN ($8::text, $9::text) AND "t0"."status"::text COLLATE "C" IN ($8::text, $9::text)) OR "t0"."added_by" = $10::bigint)
) AS "v"
WHERE "v"."total" > $11::bigint AND CASE WHEN pg_typeof(coalesce("v"."total", NULL)) = 'numeric'::regtype THEN (abs("v"."total"::numeric) < 1e80 AND scale("v"."total"::numeric) <= 20 OR abs("v"."total"::numeric) < 1e1000 AND ("v"."total"::numeric = 0 OR abs("v"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("v"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "v"."total" > '-Infinity'::numeric AND "v"."total" < 'Infinity'::numeric END;
-- ["open","done",7,"2020-01-01 00:00:00+00","[\"x\"]",false,"•••","open","done",7,1000]

