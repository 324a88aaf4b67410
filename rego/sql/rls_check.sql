DECLARE
  "of" record;
BEGIN
  DROP TABLE IF EXISTS pg_temp."portcullis_held";
  CREATE TEMPORARY TABLE "portcullis_held" ("table" regclass, "selects" text[], "inserts" text[], "updates" text[], "deletes" boolean, "decides" text[]) ON COMMIT DROP;
  INSERT INTO pg_temp."portcullis_held" VALUES
{tables};

  -- What a column's default takes from a sequence needs a right on it.
  FOR "of" IN
    SELECT DISTINCT d."refobjid"::regclass AS "name" FROM pg_temp."portcullis_held" h
    JOIN pg_attrdef a ON a."adrelid" = h."table"
    JOIN pg_depend d ON d."classid" = 'pg_attrdef'::regclass AND d."objid" = a."oid" AND d."refclassid" = 'pg_class'::regclass
    JOIN pg_class s ON s."oid" = d."refobjid" AND s."relkind" = 'S' WHERE h."inserts" <> '{}'
  LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', "of"."name", {role});
  END LOOP;

  -- Every role that the role can act as.
  FOR "of" IN SELECT r.* FROM pg_roles r WHERE pg_has_role({role}, r."oid", 'MEMBER') OR r."rolname" = {role} LOOP
    IF "of"."rolsuper" OR "of"."rolbypassrls" THEN
      RAISE EXCEPTION 'row security does not hold %: it can act as %, which is a superuser or has BYPASSRLS', {role}, "of"."rolname";
    END IF;
  END LOOP;
  FOR "of" IN SELECT h."table", c."relowner"::regrole AS "owner" FROM pg_temp."portcullis_held" h JOIN pg_class c ON c."oid" = h."table" LOOP
    IF pg_has_role({role}, "of"."owner", 'MEMBER') THEN
      RAISE EXCEPTION 'row security does not hold %: it can act as the owner of %', {role}, "of"."table";
    END IF;
  END LOOP;
  IF (SELECT NOT r."rolsuper" AND pg_has_role(r."oid", {role}, 'USAGE') FROM pg_roles r WHERE r."rolname" = CURRENT_USER) THEN
    RAISE EXCEPTION '% has the rights of %, and would be held to the policy itself: revoke them', CURRENT_USER, {role}
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
    SELECT r."rolname", g."kind", g."table"::regclass AS "table", g."attname" FROM "granted" g JOIN pg_roles r ON pg_has_role({role}, r."oid", 'MEMBER')
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
      SELECT c."oid"::regclass::text AS "name", c."relacl" AS "acl", c."relowner" AS "owner" FROM pg_class c WHERE c."relnamespace" = {home}::regnamespace
      UNION ALL SELECT p."oid"::regprocedure::text, p."proacl", p."proowner" FROM pg_proc p WHERE p."pronamespace" = {home}::regnamespace AND p."prosecdef"
      UNION ALL SELECT n."nspname", n."nspacl", n."nspowner" FROM pg_namespace n WHERE n."oid" = {home}::regnamespace
    ) AS m CROSS JOIN LATERAL aclexplode(m."acl") AS a JOIN pg_roles r ON r."oid" = a."grantee"
    WHERE a."grantee" <> m."owner" AND r."rolname" <> {role} AND pg_has_role({role}, r."oid", 'MEMBER')
  LOOP
    RAISE EXCEPTION '% has rights by default on %, which is of this script', "of"."rolname", "of"."name"
      USING HINT = 'ALTER DEFAULT PRIVILEGES gave them: revoke that.';
  END LOOP;

  FOR "of" IN
    SELECT p."polname", p."polrelid"::regclass AS "table" FROM pg_policy p JOIN pg_temp."portcullis_held" h ON h."table" = p."polrelid"
    WHERE (h."selects" || h."inserts" || h."updates" <> '{}' OR h."deletes") AND p."polpermissive" AND NOT starts_with(p."polname"::text, {prefix})
      AND EXISTS (SELECT 1 FROM unnest(p."polroles") AS x("role") WHERE x."role" = 0 OR pg_has_role({role}, x."role", 'MEMBER'))
  LOOP
    RAISE EXCEPTION 'the policy % of % lets rows through to % that this one does not: drop it', "of"."polname", "of"."table", {role};
  END LOOP;

  -- Views of others show the tables as their owners see them.
  FOR "of" IN
    WITH RECURSIVE "reads"("oid") AS (
      SELECT h."table"::oid FROM pg_temp."portcullis_held" h
      UNION SELECT w."ev_class" FROM "reads" r JOIN pg_depend d ON d."refobjid" = r."oid" AND d."refclassid" = 'pg_class'::regclass
        AND d."classid" = 'pg_rewrite'::regclass JOIN pg_rewrite w ON w."oid" = d."objid"
    )
    SELECT c."oid"::regclass AS "view" FROM "reads" r JOIN pg_class c ON c."oid" = r."oid" AND c."relkind" IN ('v', 'm')
    JOIN pg_roles x ON pg_has_role({role}, x."oid", 'MEMBER')
    WHERE NOT coalesce(c."reloptions" && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], FALSE)
      AND obj_description(c."relnamespace", 'pg_namespace') IS DISTINCT FROM {mark}
      AND (has_any_column_privilege(x."oid", c."oid", 'SELECT, INSERT, UPDATE') OR has_table_privilege(x."oid", c."oid", 'DELETE'))
  LOOP
    RAISE EXCEPTION '% may use the view %, which shows tables of the policy with its owner''s rights', {role}, "of"."view"
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
    JOIN pg_proc p ON p."oid" = t."tgfoid" AND p."pronamespace" <> {home}::regnamespace
    WHERE NOT t."tgisinternal" AND t."tgtype" & 3 = 3 AND t."tgname"::text COLLATE "C" > {trigger}
      AND EXISTS (SELECT 1 FROM pg_trigger o JOIN pg_proc f ON f."oid" = o."tgfoid" WHERE o."tgrelid" = t."tgrelid" AND f."pronamespace" = {home}::regnamespace)
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
