-- Row security of the portal "sales". Run it as the owner of the tables, who is
-- not held to it; the role is, and says for each transaction who asks:
--   SELECT set_config('portcullis.user', '{"login": "…"}', true);
BEGIN;
CREATE SCHEMA IF NOT EXISTS "portcullis_sales";
GRANT USAGE ON SCHEMA "portcullis_sales" TO "web";
CREATE OR REPLACE FUNCTION "portcullis_sales".person() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $portcullis$
SELECT CASE WHEN jsonb_typeof("u") = 'object' THEN "u" END
FROM (SELECT nullif(current_setting('portcullis.user', true), '')::jsonb AS "u") AS "told"
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales".person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "portcullis_sales".person() TO "web";
CREATE OR REPLACE FUNCTION "portcullis_sales".team_properties() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $portcullis$
SELECT "portcullis_sales".person() -> 'team_properties'
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales".team_properties() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "portcullis_sales".team_properties() TO "web";
CREATE OR REPLACE FUNCTION "portcullis_sales".profiles() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $portcullis$
SELECT CASE WHEN "u" IS NOT NULL
  AND coalesce(jsonb_typeof("u" -> 'profiles'), 'null') IN ('null', 'array')
  AND coalesce(jsonb_typeof("u" -> 'team'), 'null') IN ('null', 'string')
  AND coalesce(jsonb_typeof("u" -> 'properties'), 'null') IN ('null', 'object')
  AND coalesce(jsonb_typeof("u" -> 'team_profiles'), 'null') IN ('null', 'array')
  AND coalesce(jsonb_typeof("u" -> 'team_properties'), 'null') IN ('null', 'object')
  AND coalesce(jsonb_typeof("u" -> 'login') IN ('string', 'number') AND "u" #> ARRAY['record', 'email'] = "u" -> 'login', FALSE)
THEN coalesce((WITH "c"("profile", "included") AS (VALUES ('all', 'all'), ('cells', 'cells'), ('editor', 'editor'), ('joins', 'joins'), ('lists', 'lists'), ('nobody', 'nobody'), ('reader', 'reader'), ('texts', 'texts'), ('times', 'times'))
  SELECT array_agg(DISTINCT "included") FROM (
    SELECT "c"."included" FROM "c" WHERE "u" -> 'profiles' ? "c"."profile"
    UNION ALL SELECT "c"."included" FROM "c" WHERE TRUE AND "u" -> 'team_profiles' ? "c"."profile"
  ) AS "asked"), ARRAY[]::text[])
ELSE '{}'::text[] END
FROM (SELECT "portcullis_sales".person() AS "u") AS "told"
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales".profiles() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "portcullis_sales".profiles() TO "web";

ALTER TABLE "crm"."clients" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON "crm"."clients" FROM "web";
DROP POLICY IF EXISTS "portcullis_select" ON "crm"."clients";
DROP POLICY IF EXISTS "portcullis_insert" ON "crm"."clients";
DROP POLICY IF EXISTS "portcullis_update" ON "crm"."clients";
DROP POLICY IF EXISTS "portcullis_delete" ON "crm"."clients";

ALTER TABLE "public"."items" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON "public"."items" FROM "web";
DROP POLICY IF EXISTS "portcullis_select" ON "public"."items";
DROP POLICY IF EXISTS "portcullis_insert" ON "public"."items";
DROP POLICY IF EXISTS "portcullis_update" ON "public"."items";
DROP POLICY IF EXISTS "portcullis_delete" ON "public"."items";

ALTER TABLE "crm"."orders" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON "crm"."orders" FROM "web";
DROP POLICY IF EXISTS "portcullis_select" ON "crm"."orders";
DROP POLICY IF EXISTS "portcullis_insert" ON "crm"."orders";
DROP POLICY IF EXISTS "portcullis_update" ON "crm"."orders";
DROP POLICY IF EXISTS "portcullis_delete" ON "crm"."orders";
CREATE OR REPLACE FUNCTION "portcullis_sales"."orders_1"("row" "crm"."orders") RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $portcullis$
SELECT EXISTS (SELECT 1 FROM (SELECT 1) AS "one"
LEFT JOIN "crm"."clients" AS "t0_client" ON "t0_client"."id" = "row"."client_id" AND "t0_client"."id"::text COLLATE "C" = "row"."client_id"::text
LEFT JOIN "crm"."clients" AS "t1_parent" ON "t1_parent"."id" = "t0_client"."parent id" AND "t1_parent"."id"::text COLLATE "C" = "t0_client"."parent id"::text
WHERE "t1_parent"."region"::text = 'EU'::text AND "t1_parent"."region"::text COLLATE "C" = 'EU'::text AND "t0_client"."name" IS NOT NULL)
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."orders_1"("row" "crm"."orders") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "portcullis_sales"."orders_1"("row" "crm"."orders") TO "web";
CREATE OR REPLACE FUNCTION "portcullis_sales"."orders_2"("row" "crm"."orders") RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $portcullis$
SELECT EXISTS (SELECT 1 FROM (SELECT 1) AS "one"
WHERE EXISTS (SELECT 1 FROM "public"."items" AS "t0_items" WHERE "t0_items"."order_id" = "row"."id" AND "t0_items"."sku" = 'x-1' AND "t0_items"."sku"::text COLLATE "C" = 'x-1'::text) AND CASE WHEN jsonb_typeof(to_jsonb("row"."tags")) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(to_jsonb("row"."tags")) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") IN ('null', 'string'))) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(to_jsonb("row"."tags")) = 'array' THEN to_jsonb("row"."tags") END) AS "t1_each"("v") WHERE (CASE WHEN jsonb_typeof("t1_each"."v") = 'string' THEN ("t1_each"."v" #>> '{}') END COLLATE "C" <> 'secret'::text) IS NOT TRUE) AND (SELECT count(*) FROM "public"."items" AS "t2_items" WHERE "t2_items"."order_id" = "row"."id") > '1'::bigint)
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."orders_2"("row" "crm"."orders") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "portcullis_sales"."orders_2"("row" "crm"."orders") TO "web";
CREATE OR REPLACE FUNCTION "portcullis_sales"."orders_3"("row" "crm"."orders") RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $portcullis$
SELECT EXISTS (SELECT 1 FROM (SELECT 1) AS "one"
LEFT JOIN "crm"."clients" AS "t3_client" ON "t3_client"."id" = "row"."client_id" AND "t3_client"."id"::text COLLATE "C" = "row"."client_id"::text
WHERE NOT EXISTS (SELECT 1 FROM "public"."items" AS "t0_items" LEFT JOIN "crm"."orders" AS "t1_order" ON "t1_order"."id" = "t0_items"."order_id" WHERE "t0_items"."order_id" = "row"."id" AND ("t0_items"."quantity" > '0'::bigint AND "t1_order"."total" > '100.5'::numeric) IS NOT TRUE) AND CASE WHEN jsonb_typeof(to_jsonb(("portcullis_sales".person() #> ARRAY['properties', 'regions']))) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(to_jsonb(("portcullis_sales".person() #> ARRAY['properties', 'regions']))) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") = 'null' OR jsonb_typeof("e"."v") = 'string' AND ("e"."v" #>> '{}') COLLATE "C" IN ('EU'::text, 'US'::text))) ELSE FALSE END AND EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(to_jsonb(("portcullis_sales".person() #> ARRAY['properties', 'regions']))) = 'array' THEN to_jsonb(("portcullis_sales".person() #> ARRAY['properties', 'regions'])) END) AS "t2_each"("v") WHERE CASE WHEN jsonb_typeof("t2_each"."v") = 'string' THEN ("t2_each"."v" #>> '{}') END COLLATE "C" = "t3_client"."region"::text AND "t3_client"."region"::text COLLATE "C" IN ('EU'::text, 'US'::text)))
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."orders_3"("row" "crm"."orders") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "portcullis_sales"."orders_3"("row" "crm"."orders") TO "web";
CREATE POLICY "portcullis_select" ON "crm"."orders" FOR SELECT TO "web"
  USING (((SELECT 'all' = ANY ("portcullis_sales".profiles())) OR ((SELECT 'joins' = ANY ("portcullis_sales".profiles())) AND "portcullis_sales"."orders_1"("orders".*)) OR ((SELECT 'cells' = ANY ("portcullis_sales".profiles())) AND "orders"."status"::text COLLATE "C" IN ('open'::text, 'done'::text)) OR ((SELECT 'cells' = ANY ("portcullis_sales".profiles())) AND "orders"."added_by" = (SELECT CASE WHEN jsonb_typeof("told"."v") = 'number' THEN ("told"."v")::numeric END FROM (SELECT ("portcullis_sales".person() #> ARRAY['record', 'id'])) AS "told"("v"))) OR ((SELECT 'lists' = ANY ("portcullis_sales".profiles())) AND "portcullis_sales"."orders_2"("orders".*)) OR ((SELECT 'lists' = ANY ("portcullis_sales".profiles())) AND "portcullis_sales"."orders_3"("orders".*)) OR ((SELECT 'texts' = ANY ("portcullis_sales".profiles())) AND ((starts_with(translate("orders"."note"::text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE "C", 'rush'::text) AND NOT (right("orders"."note"::text COLLATE "C", length('%'::text)) = '%'::text)) OR (strpos("orders"."note"::text COLLATE "C", '''; --'::text) > 0 AND "orders"."note"::text COLLATE "C" < 'm'::text))) OR ((SELECT 'times' = ANY ("portcullis_sales".profiles())) AND CASE WHEN "orders"."placed" >= '0001-01-01' AND "orders"."placed" <= '9999-12-31' AND "orders"."placed" >= '0001-01-01'::date AND "orders"."placed" <= '9999-12-01'::date THEN "orders"."placed" + '30'::bigint::integer END >= (now() AT TIME ZONE 'UTC')::date AND CASE WHEN "orders"."changed" >= '0001-12-31 00:00:00+00 BC' AND "orders"."changed" <= '10000-01-01 23:59:59.999999+00' AND "orders"."changed" >= '0001-12-31 00:01:00+00 BC' AND "orders"."changed" <= '9999-12-30 11:59:59.999999+00' THEN extract(epoch FROM "orders"."changed") * 1000000 + '129600000000'::bigint END < extract(epoch FROM now()) * 1000000 AND "orders"."placed" > (SELECT CASE WHEN jsonb_typeof("told"."v") = 'string' AND ("told"."v" #>> '{}') ~ '^(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$' THEN ("told"."v" #>> '{}')::date END FROM (SELECT ("portcullis_sales".person() #> ARRAY['properties', 'since'])) AS "told"("v")) AND "orders"."placed" >= '0001-01-01' AND "orders"."placed" <= '9999-12-31') OR ((SELECT 'editor' = ANY ("portcullis_sales".profiles())) AND "orders"."client_id" IS NOT NULL)));
GRANT SELECT ("id") ON "crm"."orders" TO "web";

ALTER TABLE "public"."people" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON "public"."people" FROM "web";
DROP POLICY IF EXISTS "portcullis_select" ON "public"."people";
DROP POLICY IF EXISTS "portcullis_insert" ON "public"."people";
DROP POLICY IF EXISTS "portcullis_update" ON "public"."people";
DROP POLICY IF EXISTS "portcullis_delete" ON "public"."people";
COMMIT;
-- p.portal.hcl:96: orders.client_id: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:96: orders.added_by: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:108: orders.status: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:83: orders.total: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:96: orders.paid: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:96: orders.placed: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:77: orders.changed: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:77: orders.tags: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:77: orders.note: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:77: orders.phone: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:70: orders.margin: not everybody sees it plain on every row, so nobody is granted the column
-- p.portal.hcl:131: update of orders: the statement sets values, which row security does not
-- : the report "open_orders": row security is of tables
