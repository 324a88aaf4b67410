-- Row security of the portal "sales". Run it as the owner of the tables. The role
-- says for each transaction who asks:
--   SELECT set_config('portcullis.user', '{"login": "ana@beans.example", "profiles": ["all"]}', true);
-- (an input.user; the record is looked up by the login).
-- What an earlier run has left goes first. The last block looks for what would
-- lead around the policy; if there is anything, nothing is changed.
BEGIN;
SET LOCAL search_path = pg_catalog, pg_temp;
SET LOCAL client_min_messages = warning;
DO $portcullis$
DECLARE
  "of" record;
  "home" oid := to_regnamespace(quote_ident('portcullis_sales'));
BEGIN
  IF "home" IS NOT NULL AND obj_description("home", 'pg_namespace') IS DISTINCT FROM 'portcullis: sales' THEN
    RAISE EXCEPTION 'the schema % is there already, and is not of this script', 'portcullis_sales';
  END IF;
  FOR "of" IN
    SELECT DISTINCT t."tgrelid"::regclass AS "table", t."tgname" AS "name" FROM pg_trigger t
    JOIN pg_proc p ON p."oid" = t."tgfoid" WHERE p."pronamespace" = "home" AND t."tgparentid" = 0
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', "of"."name", "of"."table");
  END LOOP;
  FOR "of" IN
    SELECT p."polrelid"::regclass AS "table", p."polname" AS "name", r."rolname" AS "role", r."oid" <> c."relowner" AS "held" FROM pg_policy p
    JOIN pg_class c ON c."oid" = p."polrelid" LEFT JOIN pg_roles r ON r."oid" = ANY (p."polroles")
    WHERE starts_with(p."polname"::text, 'portcullis_sales: ')
  LOOP
    EXECUTE format('DROP POLICY IF EXISTS %I ON %s', "of"."name", "of"."table");
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', "of"."table");
    IF "of"."held" THEN
      EXECUTE format('REVOKE ALL ON %s FROM %I', "of"."table", "of"."role");
      EXECUTE coalesce((SELECT string_agg(format('REVOKE ALL ON SEQUENCE %s FROM %I', d."refobjid"::regclass, "of"."role"), '; ')
        FROM pg_attrdef a JOIN pg_depend d ON d."classid" = 'pg_attrdef'::regclass AND d."objid" = a."oid"
        JOIN pg_class s ON s."oid" = d."refobjid" AND s."relkind" = 'S'
        WHERE a."adrelid" = "of"."table" AND d."refclassid" = 'pg_class'::regclass), 'SELECT 1');
    END IF;
  END LOOP;
  FOR "of" IN
    SELECT c."oid"::regclass AS "name" FROM pg_class c WHERE c."relnamespace" = "home" AND c."relkind" = 'v' ORDER BY c."oid" DESC
  LOOP
    EXECUTE format('DROP VIEW %s', "of"."name");
  END LOOP;
  FOR "of" IN SELECT p."oid"::regprocedure AS "name" FROM pg_proc p WHERE p."pronamespace" = "home" LOOP
    EXECUTE format('DROP FUNCTION %s', "of"."name");
  END LOOP;
  IF "home" IS NOT NULL THEN
    EXECUTE format('DROP SCHEMA %I', 'portcullis_sales');
  END IF;
END
$portcullis$;
CREATE SCHEMA "portcullis_sales";
REVOKE ALL ON SCHEMA "portcullis_sales" FROM PUBLIC, "web";
COMMENT ON SCHEMA "portcullis_sales" IS 'portcullis: sales';
-- What is told of the person, in the type of the column that it is compared with, so
-- that an index on the column serves. same is null where the type has no such value,
-- and gives of reals and doubles the one nearest; shows tells of a column that equals
-- it whether it prints that number.
CREATE FUNCTION "portcullis_sales".same(numeric, smallint) RETURNS smallint STABLE PARALLEL SAFE RETURN CASE WHEN $1 BETWEEN -32768 AND 32767 AND $1 = floor($1) THEN $1::smallint END;
CREATE FUNCTION "portcullis_sales".same(numeric, integer) RETURNS integer STABLE PARALLEL SAFE RETURN CASE WHEN $1 BETWEEN -2147483648 AND 2147483647 AND $1 = floor($1) THEN $1::integer END;
CREATE FUNCTION "portcullis_sales".same(numeric, bigint) RETURNS bigint STABLE PARALLEL SAFE RETURN CASE WHEN $1 BETWEEN -9223372036854775808 AND 9223372036854775807 AND $1 = floor($1) THEN $1::bigint END;
CREATE FUNCTION "portcullis_sales".same(numeric, numeric) RETURNS numeric STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".same(numeric, real) RETURNS real STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 1e-45 THEN 0 ELSE greatest(least($1, 3.4028235e38), -3.4028235e38) END::real;
CREATE FUNCTION "portcullis_sales".same(numeric, double precision) RETURNS double precision STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 5e-324 THEN 0 ELSE greatest(least($1, 1.7976931348623157e308), -1.7976931348623157e308) END::double precision;
CREATE FUNCTION "portcullis_sales".same(text, text) RETURNS text STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".same(text, uuid) RETURNS uuid STABLE PARALLEL SAFE RETURN CASE WHEN $1 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN $1::uuid END;
CREATE FUNCTION "portcullis_sales".same(numeric, timestamptz) RETURNS timestamptz STABLE PARALLEL SAFE
  RETURN '1970-01-01 00:00:00+00'::timestamptz + floor($1 / 1000000) * interval '1 second' + mod(mod($1, 1000000) + 1000000, 1000000) * interval '1 microsecond';
CREATE FUNCTION "portcullis_sales".same(numeric, timestamp) RETURNS timestamp STABLE PARALLEL SAFE
  RETURN '1970-01-01 00:00:00'::timestamp + floor($1 / 1000000) * interval '1 second' + mod(mod($1, 1000000) + 1000000, 1000000) * interval '1 microsecond';
CREATE FUNCTION "portcullis_sales".same(numeric, date) RETURNS timestamp STABLE PARALLEL SAFE
  RETURN '1970-01-01 00:00:00'::timestamp + floor($1 / 1000000) * interval '1 second' + mod(mod($1, 1000000) + 1000000, 1000000) * interval '1 microsecond';
CREATE FUNCTION "portcullis_sales".shows(smallint, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION "portcullis_sales".shows(integer, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION "portcullis_sales".shows(bigint, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION "portcullis_sales".shows(numeric, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION "portcullis_sales".shows(real, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN $1::text::numeric = $2;
CREATE FUNCTION "portcullis_sales".shows(double precision, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN $1::text::numeric = $2;
-- near is same, or where there is no such value the greatest below it, or else the least.
CREATE FUNCTION "portcullis_sales".near(numeric, smallint) RETURNS smallint STABLE PARALLEL SAFE RETURN greatest(least(floor($1), 32767), -32768)::smallint;
CREATE FUNCTION "portcullis_sales".near(numeric, integer) RETURNS integer STABLE PARALLEL SAFE RETURN greatest(least(floor($1), 2147483647), -2147483648)::integer;
CREATE FUNCTION "portcullis_sales".near(numeric, bigint) RETURNS bigint STABLE PARALLEL SAFE RETURN greatest(least(floor($1), 9223372036854775807), -9223372036854775808)::bigint;
CREATE FUNCTION "portcullis_sales".near(numeric, numeric) RETURNS numeric STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".near(numeric, real) RETURNS real STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 1e-45 THEN 0 ELSE greatest(least($1, 3.4028235e38), -3.4028235e38) END::real;
CREATE FUNCTION "portcullis_sales".near(numeric, double precision) RETURNS double precision STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 5e-324 THEN 0 ELSE greatest(least($1, 1.7976931348623157e308), -1.7976931348623157e308) END::double precision;
-- A column of text or uuids as it is, any other as its text.
CREATE FUNCTION "portcullis_sales".plain(text) RETURNS text STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".plain(uuid) RETURNS uuid STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".plain(anyelement) RETURNS text STABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT $1::pg_catalog.text';
-- A column of numbers as it is, of reals and doubles the number that it prints.
CREATE FUNCTION "portcullis_sales".exact(smallint) RETURNS smallint STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".exact(integer) RETURNS integer STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".exact(bigint) RETURNS bigint STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".exact(numeric) RETURNS numeric STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION "portcullis_sales".exact(real) RETURNS numeric STABLE PARALLEL SAFE RETURN $1::text::numeric;
CREATE FUNCTION "portcullis_sales".exact(double precision) RETURNS numeric STABLE PARALLEL SAFE RETURN $1::text::numeric;
GRANT USAGE ON SCHEMA "portcullis_sales" TO "web";
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "portcullis_sales" TO "web";
CREATE VIEW "portcullis_sales"."~person" AS
WITH "told" AS MATERIALIZED (
  SELECT CASE WHEN jsonb_typeof("u") = 'object' THEN "u" END AS "u", FALSE AS "anonymous"
  FROM (SELECT nullif(current_setting('portcullis.user', true), '')::jsonb AS "u") AS "session"
), "looked" AS MATERIALIZED (
  SELECT "u" - 'record' || jsonb_build_object('record', (SELECT CASE WHEN count(*) = 1 THEN jsonb_agg(jsonb_build_object('id', "record"."id")) -> 0 END FROM "public"."people" AS "record" WHERE "portcullis_sales".plain("record"."email") = (SELECT "portcullis_sales".same((SELECT CASE WHEN jsonb_typeof(("u" -> 'login')) = 'string' THEN (("u" -> 'login') #>> '{}') END FROM "told"), "portcullis_sales".plain((NULL::"public"."people")."email"))) AND texteq("record"."email"::text COLLATE "C", (SELECT CASE WHEN jsonb_typeof(("u" -> 'login')) = 'string' THEN (("u" -> 'login') #>> '{}') END FROM "told")))) AS "u", "anonymous"
  FROM "told"
)
SELECT "u" AS "user", "u" -> 'team_properties' AS "team", CASE WHEN "u" IS NOT NULL
  AND coalesce(jsonb_typeof("u" -> 'profiles'), 'null') IN ('null', 'array')
  AND coalesce(jsonb_typeof("u" -> 'team'), 'null') IN ('null', 'string')
  AND coalesce(jsonb_typeof("u" -> 'properties'), 'null') IN ('null', 'object')
  AND coalesce(jsonb_typeof("u" -> 'team_profiles'), 'null') IN ('null', 'array')
  AND coalesce(jsonb_typeof("u" -> 'team_properties'), 'null') IN ('null', 'object')
  AND coalesce(jsonb_typeof("u" -> 'record') = 'object', FALSE)
THEN coalesce((WITH "c"("profile", "included") AS (VALUES ('all', 'all'), ('cells', 'cells'), ('editor', 'editor'), ('joins', 'joins'), ('lists', 'lists'), ('nobody', 'nobody'), ('reader', 'reader'), ('texts', 'texts'), ('times', 'times'))
  SELECT array_agg(DISTINCT "included") FROM (
    SELECT "c"."included" FROM "c" WHERE "u" -> 'profiles' ? "c"."profile"
    UNION ALL SELECT "c"."included" FROM "c" WHERE TRUE AND "u" -> 'team_profiles' ? "c"."profile"
  ) AS "asked"), ARRAY[]::text[])
ELSE '{}'::text[] END AS "profiles"
FROM "looked";
REVOKE ALL ON "portcullis_sales"."~person" FROM PUBLIC, "web";
CREATE FUNCTION "portcullis_sales".holds(text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $portcullis$
BEGIN
  RETURN (SELECT $1 = ANY ("profiles") FROM "portcullis_sales"."~person");
END
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales".holds(text) FROM PUBLIC, "web";
GRANT EXECUTE ON FUNCTION "portcullis_sales".holds(text) TO "web";

ALTER TABLE "crm"."clients" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $portcullis$
BEGIN
  EXECUTE (SELECT format('CREATE POLICY %I ON %s TO %I USING (TRUE) WITH CHECK (TRUE)', 'portcullis_sales: owner', c."oid"::regclass, r."rolname")
    FROM pg_class c JOIN pg_roles r ON r."oid" = c."relowner" WHERE c."oid" = '"crm"."clients"'::regclass);
END
$portcullis$;
REVOKE ALL ON "crm"."clients" FROM "web";
CREATE POLICY "portcullis_sales: select" ON "crm"."clients" AS RESTRICTIVE FOR SELECT TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: delete" ON "crm"."clients" AS RESTRICTIVE FOR DELETE TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: update" ON "crm"."clients" AS RESTRICTIVE FOR UPDATE TO "web"
  USING (FALSE)
  WITH CHECK (FALSE);
CREATE POLICY "portcullis_sales: insert" ON "crm"."clients" AS RESTRICTIVE FOR INSERT TO "web"
  WITH CHECK (FALSE);

ALTER TABLE "public"."items" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $portcullis$
BEGIN
  EXECUTE (SELECT format('CREATE POLICY %I ON %s TO %I USING (TRUE) WITH CHECK (TRUE)', 'portcullis_sales: owner', c."oid"::regclass, r."rolname")
    FROM pg_class c JOIN pg_roles r ON r."oid" = c."relowner" WHERE c."oid" = '"public"."items"'::regclass);
END
$portcullis$;
REVOKE ALL ON "public"."items" FROM "web";
CREATE POLICY "portcullis_sales: select" ON "public"."items" AS RESTRICTIVE FOR SELECT TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: delete" ON "public"."items" AS RESTRICTIVE FOR DELETE TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: update" ON "public"."items" AS RESTRICTIVE FOR UPDATE TO "web"
  USING (FALSE)
  WITH CHECK (FALSE);
CREATE POLICY "portcullis_sales: insert" ON "public"."items" AS RESTRICTIVE FOR INSERT TO "web"
  WITH CHECK (FALSE);

ALTER TABLE "crm"."orders" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $portcullis$
BEGIN
  EXECUTE (SELECT format('CREATE POLICY %I ON %s TO %I USING (TRUE) WITH CHECK (TRUE)', 'portcullis_sales: owner', c."oid"::regclass, r."rolname")
    FROM pg_class c JOIN pg_roles r ON r."oid" = c."relowner" WHERE c."oid" = '"crm"."orders"'::regclass);
END
$portcullis$;
REVOKE ALL ON "crm"."orders" FROM "web";
CREATE VIEW "portcullis_sales"."orders_1" WITH (security_barrier = true) AS
SELECT "row"."id" FROM "crm"."orders" AS "row"
LEFT JOIN "crm"."clients" AS "t0_client" ON "t0_client"."id" = nullif("row"."client_id", NULL COLLATE "default") AND "t0_client"."id"::text COLLATE "C" = "row"."client_id"::text
LEFT JOIN "crm"."clients" AS "t1_parent" ON "t1_parent"."id" = nullif("t0_client"."parent id", NULL COLLATE "default") AND "t1_parent"."id"::text COLLATE "C" = "t0_client"."parent id"::text
WHERE (((SELECT "portcullis_sales".holds('joins')) AND TRUE AND "t1_parent"."region"::text = 'EU'::text AND "t1_parent"."region"::text COLLATE "C" = 'EU'::text AND "t0_client"."name" IS NOT NULL));
REVOKE ALL ON "portcullis_sales"."orders_1" FROM PUBLIC, "web";
GRANT SELECT ON "portcullis_sales"."orders_1" TO "web";
CREATE VIEW "portcullis_sales"."orders_2" WITH (security_barrier = true) AS
SELECT "row"."id" FROM "crm"."orders" AS "row"
WHERE (((SELECT "portcullis_sales".holds('lists')) AND TRUE AND EXISTS (SELECT 1 FROM "public"."items" AS "t0_items" WHERE "t0_items"."order_id" = "row"."id" AND "t0_items"."sku" = 'x-1' AND "t0_items"."sku"::text COLLATE "C" = 'x-1'::text) AND CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") IN ('null', 'string'))) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END) = 'array' THEN CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END END) AS "t1_each"("v") WHERE (CASE WHEN jsonb_typeof("t1_each"."v") = 'string' THEN ("t1_each"."v" #>> '{}') END COLLATE "C" <> 'secret'::text) IS NOT TRUE) AND (SELECT count(*) FROM "public"."items" AS "t2_items" WHERE "t2_items"."order_id" = "row"."id") > '1'::bigint));
REVOKE ALL ON "portcullis_sales"."orders_2" FROM PUBLIC, "web";
GRANT SELECT ON "portcullis_sales"."orders_2" TO "web";
CREATE FUNCTION "portcullis_sales"."person_3"() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $portcullis$
BEGIN
  RETURN (SELECT (CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") = 'null' OR jsonb_typeof("e"."v") = 'string' AND ("e"."v" #>> '{}') COLLATE "C" IN ('EU'::text, 'US'::text))) ELSE FALSE END) FROM "portcullis_sales"."~person" AS "who");
END
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."person_3"() FROM PUBLIC, "web";
GRANT EXECUTE ON FUNCTION "portcullis_sales"."person_3"() TO "web";
CREATE FUNCTION "portcullis_sales"."person_4"() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $portcullis$
BEGIN
  RETURN (SELECT ARRAY(SELECT CASE WHEN jsonb_typeof("t3_each"."v") = 'string' THEN ("t3_each"."v" #>> '{}') END FROM jsonb_array_elements(CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END) = 'array' THEN CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END END) AS "t3_each"("v")) FROM "portcullis_sales"."~person" AS "who");
END
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."person_4"() FROM PUBLIC, "web";
GRANT EXECUTE ON FUNCTION "portcullis_sales"."person_4"() TO "web";
CREATE VIEW "portcullis_sales"."orders_5" WITH (security_barrier = true) AS
SELECT "row"."id" FROM "crm"."orders" AS "row"
LEFT JOIN "crm"."clients" AS "t2_client" ON "t2_client"."id" = nullif("row"."client_id", NULL COLLATE "default") AND "t2_client"."id"::text COLLATE "C" = "row"."client_id"::text
WHERE (((SELECT "portcullis_sales".holds('lists')) AND TRUE AND NOT EXISTS (SELECT 1 FROM "public"."items" AS "t0_items" LEFT JOIN "crm"."orders" AS "t1_order" ON "t1_order"."id" = "t0_items"."order_id" WHERE "t0_items"."order_id" = "row"."id" AND ("t0_items"."quantity" > '0'::bigint AND CASE WHEN pg_typeof(coalesce("t0_items"."quantity", NULL)) = 'numeric'::regtype THEN (abs("t0_items"."quantity"::numeric) < 1e80 AND scale("t0_items"."quantity"::numeric) <= 20 OR abs("t0_items"."quantity"::numeric) < 1e1000 AND ("t0_items"."quantity"::numeric = 0 OR abs("t0_items"."quantity"::numeric) >= 1e-1000) AND length(btrim(translate(("t0_items"."quantity"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t0_items"."quantity" > '-Infinity'::numeric AND "t0_items"."quantity" < 'Infinity'::numeric END AND "t1_order"."total" > '100.5'::numeric AND CASE WHEN pg_typeof(coalesce("t1_order"."total", NULL)) = 'numeric'::regtype THEN (abs("t1_order"."total"::numeric) < 1e80 AND scale("t1_order"."total"::numeric) <= 20 OR abs("t1_order"."total"::numeric) < 1e1000 AND ("t1_order"."total"::numeric = 0 OR abs("t1_order"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("t1_order"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t1_order"."total" > '-Infinity'::numeric AND "t1_order"."total" < 'Infinity'::numeric END) IS NOT TRUE) AND (SELECT "portcullis_sales"."person_3"()) AND "portcullis_sales".plain("t2_client"."region") = ANY (ARRAY(SELECT "portcullis_sales".same("e"."v", "portcullis_sales".plain((NULL::"crm"."clients")."region")) FROM unnest((SELECT "portcullis_sales"."person_4"())::text[]) AS "e"("v"))) AND "t2_client"."region"::text COLLATE "C" = ANY ((SELECT "portcullis_sales"."person_4"())::text[])));
REVOKE ALL ON "portcullis_sales"."orders_5" FROM PUBLIC, "web";
GRANT SELECT ON "portcullis_sales"."orders_5" TO "web";
CREATE FUNCTION "portcullis_sales"."person_6"() RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $portcullis$
BEGIN
  RETURN (SELECT (SELECT CASE WHEN jsonb_typeof("told"."v") = 'number' THEN ("told"."v")::numeric END FROM (SELECT ("who"."user" #> ARRAY['record', 'id'])) AS "told"("v")) FROM "portcullis_sales"."~person" AS "who");
END
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."person_6"() FROM PUBLIC, "web";
GRANT EXECUTE ON FUNCTION "portcullis_sales"."person_6"() TO "web";
CREATE FUNCTION "portcullis_sales"."person_7"() RETURNS date LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $portcullis$
BEGIN
  RETURN (SELECT (SELECT CASE WHEN jsonb_typeof("told"."v") = 'string' AND ("told"."v" #>> '{}') ~ '^(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$' THEN ("told"."v" #>> '{}')::date END FROM (SELECT ("who"."user" #> ARRAY['properties', 'since'])) AS "told"("v")) FROM "portcullis_sales"."~person" AS "who");
END
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."person_7"() FROM PUBLIC, "web";
GRANT EXECUTE ON FUNCTION "portcullis_sales"."person_7"() TO "web";
CREATE POLICY "portcullis_sales: select" ON "crm"."orders" AS RESTRICTIVE FOR SELECT TO "web"
  USING ((((SELECT "portcullis_sales".holds('all')) AND TRUE) OR ((SELECT "portcullis_sales".holds('cells')) AND TRUE AND "crm"."orders"."status"::text IN ('open'::text, 'done'::text) AND "crm"."orders"."status"::text COLLATE "C" IN ('open'::text, 'done'::text)) OR ((SELECT "portcullis_sales".holds('cells')) AND TRUE AND "crm"."orders"."added_by" = (SELECT "portcullis_sales".same((SELECT "portcullis_sales"."person_6"()), (NULL::"crm"."orders")."added_by")) AND "portcullis_sales".shows("crm"."orders"."added_by", (SELECT "portcullis_sales"."person_6"()))) OR ((SELECT "portcullis_sales".holds('texts')) AND TRUE AND ((starts_with(translate("crm"."orders"."note"::text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE "C", 'rush'::text) AND NOT (right("crm"."orders"."note"::text COLLATE "C", length('%'::text)) = '%'::text)) OR (strpos("crm"."orders"."note"::text COLLATE "C", '''; --'::text) > 0 AND "crm"."orders"."note"::text COLLATE "C" < 'm'::text))) OR ((SELECT "portcullis_sales".holds('times')) AND TRUE AND CASE WHEN "crm"."orders"."placed" >= '0001-01-01' AND "crm"."orders"."placed" <= '9999-12-31' AND "crm"."orders"."placed" >= '0001-01-01'::date AND "crm"."orders"."placed" <= '9999-12-01'::date THEN "crm"."orders"."placed" + '30'::bigint::integer END >= (SELECT (now() AT TIME ZONE 'UTC')::date) AND CASE WHEN "crm"."orders"."changed" >= '0001-12-31 00:00:00+00 BC' AND "crm"."orders"."changed" <= '10000-01-01 23:59:59.999999+00' AND "crm"."orders"."changed" >= '0001-12-31 00:01:00+00 BC' AND "crm"."orders"."changed" <= '9999-12-30 11:59:59.999999+00' THEN extract(epoch FROM "crm"."orders"."changed") * 1000000 + '129600000000'::bigint END < (SELECT extract(epoch FROM now()) * 1000000) AND "crm"."orders"."placed" > (SELECT "portcullis_sales"."person_7"()) AND "crm"."orders"."placed" <= '9999-12-31') OR ((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "crm"."orders"."client_id" IS NOT NULL) OR ((SELECT "portcullis_sales".holds('joins')) AND EXISTS (SELECT 1 FROM "portcullis_sales"."orders_1" AS "of" WHERE "of"."id" = "crm"."orders"."id")) OR ((SELECT "portcullis_sales".holds('lists')) AND EXISTS (SELECT 1 FROM "portcullis_sales"."orders_2" AS "of" WHERE "of"."id" = "crm"."orders"."id")) OR ((SELECT "portcullis_sales".holds('lists')) AND EXISTS (SELECT 1 FROM "portcullis_sales"."orders_5" AS "of" WHERE "of"."id" = "crm"."orders"."id"))));
CREATE POLICY "portcullis_sales: select, opened" ON "crm"."orders" FOR SELECT TO "web" USING (TRUE);
GRANT SELECT ("id") ON "crm"."orders" TO "web";
CREATE VIEW "portcullis_sales"."orders_8" WITH (security_barrier = true) AS
SELECT "row"."id" FROM "crm"."orders" AS "row"
LEFT JOIN "crm"."clients" AS "t0_client" ON "t0_client"."id" = nullif("row"."client_id", NULL COLLATE "default") AND "t0_client"."id"::text COLLATE "C" = "row"."client_id"::text
LEFT JOIN "crm"."clients" AS "t1_parent" ON "t1_parent"."id" = nullif("t0_client"."parent id", NULL COLLATE "default") AND "t1_parent"."id"::text COLLATE "C" = "t0_client"."parent id"::text
WHERE (((SELECT "portcullis_sales".holds('joins')) AND TRUE AND "t1_parent"."region"::text = 'EU'::text AND "t1_parent"."region"::text COLLATE "C" = 'EU'::text AND "t0_client"."name" IS NOT NULL))
  AND (((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "row"."status"::text = 'draft'::text AND "row"."status"::text COLLATE "C" = 'draft'::text) OR ((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "row"."paid" = 'true'::boolean));
REVOKE ALL ON "portcullis_sales"."orders_8" FROM PUBLIC, "web";
GRANT SELECT ON "portcullis_sales"."orders_8" TO "web";
CREATE VIEW "portcullis_sales"."orders_9" WITH (security_barrier = true) AS
SELECT "row"."id" FROM "crm"."orders" AS "row"
WHERE (((SELECT "portcullis_sales".holds('lists')) AND TRUE AND EXISTS (SELECT 1 FROM "public"."items" AS "t0_items" WHERE "t0_items"."order_id" = "row"."id" AND "t0_items"."sku" = 'x-1' AND "t0_items"."sku"::text COLLATE "C" = 'x-1'::text) AND CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") IN ('null', 'string'))) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END) = 'array' THEN CASE WHEN pg_typeof(coalesce("row"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("row"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("row"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("row"."tags", NULL)) = 'json'::regtype AND replace("row"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("row"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("row"."tags") END END) AS "t1_each"("v") WHERE (CASE WHEN jsonb_typeof("t1_each"."v") = 'string' THEN ("t1_each"."v" #>> '{}') END COLLATE "C" <> 'secret'::text) IS NOT TRUE) AND (SELECT count(*) FROM "public"."items" AS "t2_items" WHERE "t2_items"."order_id" = "row"."id") > '1'::bigint))
  AND (((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "row"."status"::text = 'draft'::text AND "row"."status"::text COLLATE "C" = 'draft'::text) OR ((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "row"."paid" = 'true'::boolean));
REVOKE ALL ON "portcullis_sales"."orders_9" FROM PUBLIC, "web";
GRANT SELECT ON "portcullis_sales"."orders_9" TO "web";
CREATE VIEW "portcullis_sales"."orders_10" WITH (security_barrier = true) AS
SELECT "row"."id" FROM "crm"."orders" AS "row"
LEFT JOIN "crm"."clients" AS "t2_client" ON "t2_client"."id" = nullif("row"."client_id", NULL COLLATE "default") AND "t2_client"."id"::text COLLATE "C" = "row"."client_id"::text
WHERE (((SELECT "portcullis_sales".holds('lists')) AND TRUE AND NOT EXISTS (SELECT 1 FROM "public"."items" AS "t0_items" LEFT JOIN "crm"."orders" AS "t1_order" ON "t1_order"."id" = "t0_items"."order_id" WHERE "t0_items"."order_id" = "row"."id" AND ("t0_items"."quantity" > '0'::bigint AND CASE WHEN pg_typeof(coalesce("t0_items"."quantity", NULL)) = 'numeric'::regtype THEN (abs("t0_items"."quantity"::numeric) < 1e80 AND scale("t0_items"."quantity"::numeric) <= 20 OR abs("t0_items"."quantity"::numeric) < 1e1000 AND ("t0_items"."quantity"::numeric = 0 OR abs("t0_items"."quantity"::numeric) >= 1e-1000) AND length(btrim(translate(("t0_items"."quantity"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t0_items"."quantity" > '-Infinity'::numeric AND "t0_items"."quantity" < 'Infinity'::numeric END AND "t1_order"."total" > '100.5'::numeric AND CASE WHEN pg_typeof(coalesce("t1_order"."total", NULL)) = 'numeric'::regtype THEN (abs("t1_order"."total"::numeric) < 1e80 AND scale("t1_order"."total"::numeric) <= 20 OR abs("t1_order"."total"::numeric) < 1e1000 AND ("t1_order"."total"::numeric = 0 OR abs("t1_order"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("t1_order"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t1_order"."total" > '-Infinity'::numeric AND "t1_order"."total" < 'Infinity'::numeric END) IS NOT TRUE) AND (SELECT "portcullis_sales"."person_3"()) AND "portcullis_sales".plain("t2_client"."region") = ANY (ARRAY(SELECT "portcullis_sales".same("e"."v", "portcullis_sales".plain((NULL::"crm"."clients")."region")) FROM unnest((SELECT "portcullis_sales"."person_4"())::text[]) AS "e"("v"))) AND "t2_client"."region"::text COLLATE "C" = ANY ((SELECT "portcullis_sales"."person_4"())::text[])))
  AND (((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "row"."status"::text = 'draft'::text AND "row"."status"::text COLLATE "C" = 'draft'::text) OR ((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "row"."paid" = 'true'::boolean));
REVOKE ALL ON "portcullis_sales"."orders_10" FROM PUBLIC, "web";
GRANT SELECT ON "portcullis_sales"."orders_10" TO "web";
CREATE POLICY "portcullis_sales: update" ON "crm"."orders" AS RESTRICTIVE FOR UPDATE TO "web"
  USING ((((SELECT "portcullis_sales".holds('all')) AND TRUE) OR ((SELECT "portcullis_sales".holds('cells')) AND TRUE AND "crm"."orders"."status"::text IN ('open'::text, 'done'::text) AND "crm"."orders"."status"::text COLLATE "C" IN ('open'::text, 'done'::text)) OR ((SELECT "portcullis_sales".holds('cells')) AND TRUE AND "crm"."orders"."added_by" = (SELECT "portcullis_sales".same((SELECT "portcullis_sales"."person_6"()), (NULL::"crm"."orders")."added_by")) AND "portcullis_sales".shows("crm"."orders"."added_by", (SELECT "portcullis_sales"."person_6"()))) OR ((SELECT "portcullis_sales".holds('texts')) AND TRUE AND ((starts_with(translate("crm"."orders"."note"::text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE "C", 'rush'::text) AND NOT (right("crm"."orders"."note"::text COLLATE "C", length('%'::text)) = '%'::text)) OR (strpos("crm"."orders"."note"::text COLLATE "C", '''; --'::text) > 0 AND "crm"."orders"."note"::text COLLATE "C" < 'm'::text))) OR ((SELECT "portcullis_sales".holds('times')) AND TRUE AND CASE WHEN "crm"."orders"."placed" >= '0001-01-01' AND "crm"."orders"."placed" <= '9999-12-31' AND "crm"."orders"."placed" >= '0001-01-01'::date AND "crm"."orders"."placed" <= '9999-12-01'::date THEN "crm"."orders"."placed" + '30'::bigint::integer END >= (SELECT (now() AT TIME ZONE 'UTC')::date) AND CASE WHEN "crm"."orders"."changed" >= '0001-12-31 00:00:00+00 BC' AND "crm"."orders"."changed" <= '10000-01-01 23:59:59.999999+00' AND "crm"."orders"."changed" >= '0001-12-31 00:01:00+00 BC' AND "crm"."orders"."changed" <= '9999-12-30 11:59:59.999999+00' THEN extract(epoch FROM "crm"."orders"."changed") * 1000000 + '129600000000'::bigint END < (SELECT extract(epoch FROM now()) * 1000000) AND "crm"."orders"."placed" > (SELECT "portcullis_sales"."person_7"()) AND "crm"."orders"."placed" <= '9999-12-31') OR ((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "crm"."orders"."client_id" IS NOT NULL) OR ((SELECT "portcullis_sales".holds('joins')) AND EXISTS (SELECT 1 FROM "portcullis_sales"."orders_8" AS "of" WHERE "of"."id" = "crm"."orders"."id")) OR ((SELECT "portcullis_sales".holds('lists')) AND EXISTS (SELECT 1 FROM "portcullis_sales"."orders_9" AS "of" WHERE "of"."id" = "crm"."orders"."id")) OR ((SELECT "portcullis_sales".holds('lists')) AND EXISTS (SELECT 1 FROM "portcullis_sales"."orders_10" AS "of" WHERE "of"."id" = "crm"."orders"."id")))
    AND (((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "crm"."orders"."status"::text = 'draft'::text AND "crm"."orders"."status"::text COLLATE "C" = 'draft'::text) OR ((SELECT "portcullis_sales".holds('editor')) AND TRUE AND "crm"."orders"."paid" = 'true'::boolean)))
  WITH CHECK (TRUE);
CREATE POLICY "portcullis_sales: update, opened" ON "crm"."orders" FOR UPDATE TO "web" USING (TRUE) WITH CHECK (TRUE);
CREATE FUNCTION "portcullis_sales"."orders_11"() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $portcullis$
DECLARE
  "stored" "crm"."orders" := OLD;
  "blank" "crm"."orders";
  "asked" "crm"."orders";
  "next" "crm"."orders";
  "final" "crm"."orders";
  "gives_2" "crm"."orders";
  "candidate" boolean[] := array_fill(FALSE, ARRAY[2]);
  "able" boolean[] := array_fill(FALSE, ARRAY[2]);
  "first" boolean[] := array_fill(FALSE, ARRAY[2]);
  "giver" boolean[] := array_fill(FALSE, ARRAY[2]);
  "applied" boolean[] := array_fill(FALSE, ARRAY[2]);
  "effective" boolean[] := array_fill(FALSE, ARRAY[2]);
  "who" record;
  "sent" text[] := '{}';
  "given" text[] := '{}';
  "locked" text[] := '{}';
  "conflict" boolean := FALSE;
  "refused" boolean := FALSE;
  "words" text;
BEGIN
  SELECT * INTO "who" FROM "portcullis_sales"."~person";
  "candidate"[1] := 'editor' = ANY ("who"."profiles") AND coalesce(TRUE AND "stored"."status"::text = 'draft'::text AND "stored"."status"::text COLLATE "C" = 'draft'::text, FALSE);
  "able"[1] := "candidate"[1];
  "candidate"[2] := 'editor' = ANY ("who"."profiles") AND coalesce(TRUE AND "stored"."paid" = 'true'::boolean, FALSE);
  "able"[2] := "candidate"[2];
  IF coalesce(TRUE, FALSE) THEN
    "gives_2"."note" := 'paid'::text;
  ELSE
    "able"[2] := FALSE;
  END IF;
  "asked" := NEW;
  "first"[1] := "able"[1] AND coalesce("asked"."status"::text = 'draft'::text AND "asked"."status"::text COLLATE "C" = 'draft'::text, FALSE);
  "giver"[1] := "first"[1] AND ("sent" = '{}' OR 'note' = ANY ("sent"));
  "next" := "asked";
  "next"."note" := "gives_2"."note";
  "first"[2] := "able"[2] AND coalesce("next"."paid" = 'true'::boolean, FALSE);
  "giver"[2] := "first"[2] AND ("sent" = '{}' OR 'total' = ANY ("sent") OR 'note' = ANY ("sent"));
  "final" := "asked";
  IF "giver"[2] AND 'note' = ANY ("given") THEN "conflict" := "conflict" OR "gives_2"."note"::text COLLATE "C" IS DISTINCT FROM "final"."note"::text COLLATE "C";
  ELSIF "giver"[2] THEN "final"."note" := "gives_2"."note"; "given" := "given" || 'note'::text; END IF;
  IF "conflict" THEN "refused" := TRUE; "words" := 'Two statements give one field different values.'; END IF;
  "applied"[1] := "candidate"[1] AND coalesce("final"."status"::text = 'draft'::text AND "final"."status"::text COLLATE "C" = 'draft'::text, FALSE);
  "effective"[1] := "applied"[1];
  "applied"[2] := "candidate"[2] AND coalesce("final"."paid" = 'true'::boolean, FALSE);
  "effective"[2] := "applied"[2] AND "giver"[2];
  IF "giver"[2] AND NOT "applied"[2] THEN "refused" := TRUE; END IF;
  IF "sent" = '{}' AND ((("candidate"[2]) AND NOT 'total' = ANY ("locked")) OR (("candidate"[1] OR "candidate"[2]) AND NOT "candidate"[2] AND NOT 'note' = ANY ("locked"))) IS NOT TRUE THEN "refused" := TRUE; END IF;
  IF "refused" THEN RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = coalesce("words", 'update of "orders" is not allowed.'); END IF;
  IF NOT EXISTS (SELECT 1 FROM (SELECT 1) AS "one" LEFT JOIN "crm"."clients" AS "t0_client" ON "t0_client"."id" = nullif("stored"."client_id", NULL COLLATE "default") AND "t0_client"."id"::text COLLATE "C" = "stored"."client_id"::text LEFT JOIN "crm"."clients" AS "t1_parent" ON "t1_parent"."id" = nullif("t0_client"."parent id", NULL COLLATE "default") AND "t1_parent"."id"::text COLLATE "C" = "t0_client"."parent id"::text WHERE (('all' = ANY ("who"."profiles") AND TRUE) OR ('joins' = ANY ("who"."profiles") AND TRUE AND "t1_parent"."region"::text = 'EU'::text AND "t1_parent"."region"::text COLLATE "C" = 'EU'::text AND "t0_client"."name" IS NOT NULL) OR ('cells' = ANY ("who"."profiles") AND TRUE AND "stored"."status"::text IN ('open'::text, 'done'::text) AND "stored"."status"::text COLLATE "C" IN ('open'::text, 'done'::text)) OR ('cells' = ANY ("who"."profiles") AND TRUE AND "portcullis_sales".exact("stored"."added_by") = (SELECT CASE WHEN jsonb_typeof("told"."v") = 'number' THEN ("told"."v")::numeric END FROM (SELECT ("who"."user" #> ARRAY['record', 'id'])) AS "told"("v"))) OR ('lists' = ANY ("who"."profiles") AND TRUE AND EXISTS (SELECT 1 FROM "public"."items" AS "t2_items" WHERE "t2_items"."order_id" = "stored"."id" AND "t2_items"."sku" = 'x-1' AND "t2_items"."sku"::text COLLATE "C" = 'x-1'::text) AND CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("stored"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("stored"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("stored"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("stored"."tags", NULL)) = 'json'::regtype AND replace("stored"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("stored"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("stored"."tags") END) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN pg_typeof(coalesce("stored"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("stored"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("stored"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("stored"."tags", NULL)) = 'json'::regtype AND replace("stored"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("stored"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("stored"."tags") END) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") IN ('null', 'string'))) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce("stored"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("stored"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("stored"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("stored"."tags", NULL)) = 'json'::regtype AND replace("stored"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("stored"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("stored"."tags") END) = 'array' THEN CASE WHEN pg_typeof(coalesce("stored"."tags", NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce("stored"."tags", NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce("stored"."tags", NULL))::text LIKE '%[]' OR pg_typeof(coalesce("stored"."tags", NULL)) = 'json'::regtype AND replace("stored"."tags"::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace("stored"."tags"::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb("stored"."tags") END END) AS "t3_each"("v") WHERE (CASE WHEN jsonb_typeof("t3_each"."v") = 'string' THEN ("t3_each"."v" #>> '{}') END COLLATE "C" <> 'secret'::text) IS NOT TRUE) AND (SELECT count(*) FROM "public"."items" AS "t4_items" WHERE "t4_items"."order_id" = "stored"."id") > '1'::bigint) OR ('lists' = ANY ("who"."profiles") AND TRUE AND NOT EXISTS (SELECT 1 FROM "public"."items" AS "t5_items" LEFT JOIN "crm"."orders" AS "t6_order" ON "t6_order"."id" = "t5_items"."order_id" WHERE "t5_items"."order_id" = "stored"."id" AND ("t5_items"."quantity" > '0'::bigint AND CASE WHEN pg_typeof(coalesce("t5_items"."quantity", NULL)) = 'numeric'::regtype THEN (abs("t5_items"."quantity"::numeric) < 1e80 AND scale("t5_items"."quantity"::numeric) <= 20 OR abs("t5_items"."quantity"::numeric) < 1e1000 AND ("t5_items"."quantity"::numeric = 0 OR abs("t5_items"."quantity"::numeric) >= 1e-1000) AND length(btrim(translate(("t5_items"."quantity"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t5_items"."quantity" > '-Infinity'::numeric AND "t5_items"."quantity" < 'Infinity'::numeric END AND "t6_order"."total" > '100.5'::numeric AND CASE WHEN pg_typeof(coalesce("t6_order"."total", NULL)) = 'numeric'::regtype THEN (abs("t6_order"."total"::numeric) < 1e80 AND scale("t6_order"."total"::numeric) <= 20 OR abs("t6_order"."total"::numeric) < 1e1000 AND ("t6_order"."total"::numeric = 0 OR abs("t6_order"."total"::numeric) >= 1e-1000) AND length(btrim(translate(("t6_order"."total"::numeric)::text, '-.', ''), '0')) <= 100) ELSE "t6_order"."total" > '-Infinity'::numeric AND "t6_order"."total" < 'Infinity'::numeric END) IS NOT TRUE) AND CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END) = 'array' THEN NOT EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END) AS "e"("v") WHERE NOT (jsonb_typeof("e"."v") = 'null' OR jsonb_typeof("e"."v") = 'string' AND ("e"."v" #>> '{}') COLLATE "C" IN ('EU'::text, 'US'::text))) ELSE FALSE END AND EXISTS (SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END) = 'array' THEN CASE WHEN pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = ANY ('{jsonb,text[],varchar[],uuid[],integer[],bigint[],numeric[],boolean[],date[],timestamp[],timestamptz[]}'::regtype[]) OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) <> 'json[]'::regtype AND pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL))::text LIKE '%[]' OR pg_typeof(coalesce(("who"."user" #> ARRAY['properties', 'regions']), NULL)) = 'json'::regtype AND replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', '') !~ E'\\\\u(0000|[dD][89abAB]..(?!\\\\u[dD][c-fC-F]))|(?<!\\\\u[dD][89abAB]..)\\\\u[dD][c-fC-F]' AND regexp_replace(replace(("who"."user" #> ARRAY['properties', 'regions'])::text, E'\\\\', ''), E'"([^"\\\\]|\\\\.)*"', '', 'g') !~ '[eE][-+]?[0-9]{4}|[0-9]{250}' THEN to_jsonb(("who"."user" #> ARRAY['properties', 'regions'])) END END) AS "t7_each"("v") WHERE CASE WHEN jsonb_typeof("t7_each"."v") = 'string' THEN ("t7_each"."v" #>> '{}') END COLLATE "C" = "t0_client"."region"::text AND "t0_client"."region"::text COLLATE "C" IN ('EU'::text, 'US'::text))) OR ('texts' = ANY ("who"."profiles") AND TRUE AND ((starts_with(translate("stored"."note"::text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE "C", 'rush'::text) AND NOT (right("stored"."note"::text COLLATE "C", length('%'::text)) = '%'::text)) OR (strpos("stored"."note"::text COLLATE "C", '''; --'::text) > 0 AND "stored"."note"::text COLLATE "C" < 'm'::text))) OR ('times' = ANY ("who"."profiles") AND TRUE AND CASE WHEN "stored"."placed" >= '0001-01-01' AND "stored"."placed" <= '9999-12-31' AND "stored"."placed" >= '0001-01-01'::date AND "stored"."placed" <= '9999-12-01'::date THEN "stored"."placed" + '30'::bigint::integer END >= (SELECT (now() AT TIME ZONE 'UTC')::date) AND CASE WHEN "stored"."changed" >= '0001-12-31 00:00:00+00 BC' AND "stored"."changed" <= '10000-01-01 23:59:59.999999+00' AND "stored"."changed" >= '0001-12-31 00:01:00+00 BC' AND "stored"."changed" <= '9999-12-30 11:59:59.999999+00' THEN extract(epoch FROM "stored"."changed") * 1000000 + '129600000000'::bigint END < (SELECT extract(epoch FROM now()) * 1000000) AND "stored"."placed" > (SELECT CASE WHEN jsonb_typeof("told"."v") = 'string' AND ("told"."v" #>> '{}') ~ '^(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$' THEN ("told"."v" #>> '{}')::date END FROM (SELECT ("who"."user" #> ARRAY['properties', 'since'])) AS "told"("v")) AND "stored"."placed" <= '9999-12-31') OR ('editor' = ANY ("who"."profiles") AND TRUE AND "stored"."client_id" IS NOT NULL))) THEN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'update of "orders" is not allowed.';
  END IF;
  NEW."note" := "final"."note";
  RETURN NEW;
END
$portcullis$;
REVOKE ALL ON FUNCTION "portcullis_sales"."orders_11"() FROM PUBLIC, "web";
CREATE TRIGGER "~portcullis portcullis_sales update 1" BEFORE UPDATE ON "crm"."orders" FOR EACH ROW
  WHEN (pg_catalog.row_security_active('"crm"."orders"'::regclass::oid) AND pg_catalog.pg_has_role('web', 'USAGE'))
  EXECUTE FUNCTION "portcullis_sales"."orders_11"();
ALTER TABLE "crm"."orders" ENABLE ALWAYS TRIGGER "~portcullis portcullis_sales update 1";
CREATE POLICY "portcullis_sales: delete" ON "crm"."orders" AS RESTRICTIVE FOR DELETE TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: insert" ON "crm"."orders" AS RESTRICTIVE FOR INSERT TO "web"
  WITH CHECK (FALSE);

ALTER TABLE "public"."people" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
DO $portcullis$
BEGIN
  EXECUTE (SELECT format('CREATE POLICY %I ON %s TO %I USING (TRUE) WITH CHECK (TRUE)', 'portcullis_sales: owner', c."oid"::regclass, r."rolname")
    FROM pg_class c JOIN pg_roles r ON r."oid" = c."relowner" WHERE c."oid" = '"public"."people"'::regclass);
END
$portcullis$;
REVOKE ALL ON "public"."people" FROM "web";
CREATE POLICY "portcullis_sales: select" ON "public"."people" AS RESTRICTIVE FOR SELECT TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: delete" ON "public"."people" AS RESTRICTIVE FOR DELETE TO "web"
  USING (FALSE);
CREATE POLICY "portcullis_sales: update" ON "public"."people" AS RESTRICTIVE FOR UPDATE TO "web"
  USING (FALSE)
  WITH CHECK (FALSE);
CREATE POLICY "portcullis_sales: insert" ON "public"."people" AS RESTRICTIVE FOR INSERT TO "web"
  WITH CHECK (FALSE);

GRANT USAGE ON SCHEMA "crm" TO "web";
GRANT USAGE ON SCHEMA "public" TO "web";
DO $portcullis$
DECLARE
  "of" record;
BEGIN
  DROP TABLE IF EXISTS pg_temp."portcullis_held";
  CREATE TEMPORARY TABLE "portcullis_held" ("table" regclass, "selects" text[], "inserts" text[], "updates" text[], "deletes" boolean, "decides" text[]) ON COMMIT DROP;
  INSERT INTO pg_temp."portcullis_held" VALUES
  ('"crm"."clients"'::regclass, ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[], FALSE, ARRAY[]::text[]),
  ('"public"."items"'::regclass, ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[], FALSE, ARRAY[]::text[]),
  ('"crm"."orders"'::regclass, ARRAY['id']::text[], ARRAY[]::text[], ARRAY[]::text[], FALSE, ARRAY['status', 'paid']::text[]),
  ('"public"."people"'::regclass, ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[], FALSE, ARRAY[]::text[]);

  -- What a column's default takes from a sequence needs a right on it.
  FOR "of" IN
    SELECT DISTINCT d."refobjid"::regclass AS "name" FROM pg_temp."portcullis_held" h
    JOIN pg_attrdef a ON a."adrelid" = h."table"
    JOIN pg_depend d ON d."classid" = 'pg_attrdef'::regclass AND d."objid" = a."oid" AND d."refclassid" = 'pg_class'::regclass
    JOIN pg_class s ON s."oid" = d."refobjid" AND s."relkind" = 'S' WHERE h."inserts" <> '{}'
  LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', "of"."name", 'web'::name);
  END LOOP;

  -- Every role that the role can act as.
  FOR "of" IN SELECT r.* FROM pg_roles r WHERE pg_has_role('web'::name, r."oid", 'MEMBER') OR r."rolname" = 'web'::name LOOP
    IF "of"."rolsuper" OR "of"."rolbypassrls" THEN
      RAISE EXCEPTION 'row security does not hold %: it can act as %, which is a superuser or has BYPASSRLS', 'web'::name, "of"."rolname";
    END IF;
  END LOOP;
  FOR "of" IN SELECT h."table", c."relowner"::regrole AS "owner" FROM pg_temp."portcullis_held" h JOIN pg_class c ON c."oid" = h."table" LOOP
    IF pg_has_role('web'::name, "of"."owner", 'MEMBER') THEN
      RAISE EXCEPTION 'row security does not hold %: it can act as the owner of %', 'web'::name, "of"."table";
    END IF;
  END LOOP;
  IF (SELECT NOT r."rolsuper" AND pg_has_role(r."oid", 'web'::name, 'USAGE') FROM pg_roles r WHERE r."rolname" = CURRENT_USER) THEN
    RAISE EXCEPTION '% has the rights of %, and would be held to the policy itself: revoke them', CURRENT_USER, 'web'::name
      USING HINT = 'Membership WITH INHERIT FALSE, or of a role that is NOINHERIT, is no harm.';
  END IF;

  -- Rights that the script has not granted, of the role itself, of PUBLIC, and of
  -- roles that it can act as; those on partitions and tables that inherit, too.
  FOR "of" IN
    WITH RECURSIVE "part"("table", "top") AS (
      SELECT h."table"::oid, h."table"::oid FROM pg_temp."portcullis_held" h
      UNION SELECT i."inhrelid", p."top" FROM pg_inherits i JOIN "part" p ON p."table" = i."inhparent"
      WHERE NOT EXISTS (SELECT 1 FROM pg_temp."portcullis_held" h WHERE h."table" = i."inhrelid")
    ), "granted" AS (
      SELECT p."table", a."attname", a."attnum", k."kind",
        p."table" = p."top" AND a."attname"::text = ANY (CASE k."kind" WHEN 'SELECT' THEN h."selects" WHEN 'INSERT' THEN h."inserts" WHEN 'UPDATE' THEN h."updates" ELSE '{}' END) AS "ours"
      FROM "part" p JOIN pg_temp."portcullis_held" h ON h."table" = p."top" JOIN pg_attribute a ON a."attrelid" = p."table" AND a."attnum" > 0 AND NOT a."attisdropped"
      CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('REFERENCES')) AS k("kind")
      UNION ALL
      SELECT p."table", NULL, NULL, k."kind", k."kind" = 'DELETE' AND p."table" = p."top" AND h."deletes"
      FROM "part" p JOIN pg_temp."portcullis_held" h ON h."table" = p."top" CROSS JOIN (VALUES ('DELETE'), ('TRUNCATE'), ('TRIGGER')) AS k("kind")
    )
    SELECT r."rolname", g."kind", g."table"::regclass AS "table", g."attname" FROM "granted" g JOIN pg_roles r ON pg_has_role('web'::name, r."oid", 'MEMBER')
    WHERE NOT g."ours" AND CASE WHEN g."attnum" IS NULL THEN has_table_privilege(r."oid", g."table", g."kind")
      ELSE has_column_privilege(r."oid", g."table", g."attnum", g."kind") END
    ORDER BY g."table", g."kind", g."attnum" LIMIT 1
  LOOP
    RAISE EXCEPTION '% has the right to % %, which the policy does not give', "of"."rolname", "of"."kind", concat_ws('.', "of"."table", quote_ident("of"."attname"))
      USING HINT = 'A grant to PUBLIC or to a role that it is a member of gives it: revoke that.';
  END LOOP;

  -- And rights that roles that it can act as have by default on what the script makes.
  FOR "of" IN
    SELECT r."rolname", m."name" FROM (
      SELECT c."oid"::regclass::text AS "name", c."relacl" AS "acl", c."relowner" AS "owner" FROM pg_class c WHERE c."relnamespace" = '"portcullis_sales"'::regnamespace
      UNION ALL SELECT p."oid"::regprocedure::text, p."proacl", p."proowner" FROM pg_proc p WHERE p."pronamespace" = '"portcullis_sales"'::regnamespace AND p."prosecdef"
      UNION ALL SELECT n."nspname", n."nspacl", n."nspowner" FROM pg_namespace n WHERE n."oid" = '"portcullis_sales"'::regnamespace
    ) AS m CROSS JOIN LATERAL aclexplode(m."acl") AS a JOIN pg_roles r ON r."oid" = a."grantee"
    WHERE a."grantee" <> m."owner" AND r."rolname" <> 'web'::name AND pg_has_role('web'::name, r."oid", 'MEMBER')
  LOOP
    RAISE EXCEPTION '% has rights by default on %, which is of this script', "of"."rolname", "of"."name"
      USING HINT = 'ALTER DEFAULT PRIVILEGES gave them: revoke that.';
  END LOOP;

  FOR "of" IN
    SELECT p."polname", p."polrelid"::regclass AS "table" FROM pg_policy p JOIN pg_temp."portcullis_held" h ON h."table" = p."polrelid"
    WHERE (h."selects" || h."inserts" || h."updates" <> '{}' OR h."deletes") AND p."polpermissive" AND NOT starts_with(p."polname"::text, 'portcullis_sales: ')
      AND EXISTS (SELECT 1 FROM unnest(p."polroles") AS x("role") WHERE x."role" = 0 OR pg_has_role('web'::name, x."role", 'MEMBER'))
  LOOP
    RAISE EXCEPTION 'the policy % of % lets rows through to % that this one does not: drop it', "of"."polname", "of"."table", 'web'::name;
  END LOOP;

  -- Views of others show the tables as their owners see them.
  FOR "of" IN
    WITH RECURSIVE "reads"("oid") AS (
      SELECT h."table"::oid FROM pg_temp."portcullis_held" h
      UNION SELECT w."ev_class" FROM "reads" r JOIN pg_depend d ON d."refobjid" = r."oid" AND d."refclassid" = 'pg_class'::regclass
        AND d."classid" = 'pg_rewrite'::regclass JOIN pg_rewrite w ON w."oid" = d."objid"
    )
    SELECT c."oid"::regclass AS "view" FROM "reads" r JOIN pg_class c ON c."oid" = r."oid" AND c."relkind" IN ('v', 'm')
    JOIN pg_roles x ON pg_has_role('web'::name, x."oid", 'MEMBER')
    WHERE NOT coalesce(c."reloptions" && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], FALSE)
      AND obj_description(c."relnamespace", 'pg_namespace') IS DISTINCT FROM 'portcullis: sales'
      AND (has_any_column_privilege(x."oid", c."oid", 'SELECT, INSERT, UPDATE') OR has_table_privilege(x."oid", c."oid", 'DELETE'))
  LOOP
    RAISE EXCEPTION '% may use the view %, which shows tables of the policy with its owner''s rights', 'web'::name, "of"."view"
      USING HINT = 'Revoke that, or make it WITH (security_invoker = true).';
  END LOOP;

  FOR "of" IN
    SELECT c."oid"::regclass AS "table", c."relkind", c."relhasrules" FROM pg_class c JOIN pg_temp."portcullis_held" h ON h."table" = c."oid"
    WHERE c."relkind" NOT IN ('r', 'p') OR c."relhasrules"
  LOOP
    RAISE EXCEPTION '% is no table without rules, and row security does not hold rules', "of"."table";
  END LOOP;
  FOR "of" IN
    SELECT t."tgrelid"::regclass AS "table", t."tgname" FROM pg_trigger t JOIN pg_temp."portcullis_held" h ON h."table" = t."tgrelid"
    JOIN pg_proc p ON p."oid" = t."tgfoid" AND p."pronamespace" <> '"portcullis_sales"'::regnamespace
    WHERE NOT t."tgisinternal" AND t."tgtype" & 3 = 3 AND t."tgname"::text COLLATE "C" > '~portcullis'
      AND EXISTS (SELECT 1 FROM pg_trigger o JOIN pg_proc f ON f."oid" = o."tgfoid" WHERE o."tgrelid" = t."tgrelid" AND f."pronamespace" = '"portcullis_sales"'::regnamespace)
  LOOP
    RAISE EXCEPTION 'the trigger % of % comes after the one that decides: rename it', "of"."tgname", "of"."table";
  END LOOP;
  FOR "of" IN
    SELECT h."table", a."attname" FROM pg_temp."portcullis_held" h JOIN pg_attribute a ON a."attrelid" = h."table"
    WHERE a."attgenerated" <> '' AND a."attname"::text = ANY (h."decides")
  LOOP
    RAISE EXCEPTION 'writes of % look at %, which PostgreSQL computes after they are decided', "of"."table", "of"."attname";
  END LOOP;
END
$portcullis$;
COMMIT;
-- p.portal.hcl:96: view of orders.client_id, orders.added_by, orders.status, orders.total, orders.paid, orders.placed, orders.changed, orders.tags, orders.note, orders.phone, orders.margin: not everybody sees it plain on every row that they see, so nobody is granted the column; views can say it
-- : update of orders.total, orders.note: the column is not granted to be seen, so nobody is granted to write it; views can say it
-- : a write of orders after which the row is no longer seen, and INSERT … RETURNING of a row that is not seen or whose view looks at other rows: PostgreSQL refuses it; views do not
-- : the report "open_orders": row security is of tables
