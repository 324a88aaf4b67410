DECLARE
  "of" record;
  "home" oid := to_regnamespace(quote_ident({home}));
BEGIN
  IF "home" IS NOT NULL AND obj_description("home", 'pg_namespace') IS DISTINCT FROM {mark} THEN
    RAISE EXCEPTION 'the schema % is there already, and is not of this script', {home};
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
    WHERE starts_with(p."polname"::text, {prefix})
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
    EXECUTE format('DROP SCHEMA %I', {home});
  END IF;
END
