-- view of orders as all
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  "t0"."total" AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  "t0"."changed" AS "changed",
  "t0"."tags" AS "tags",
  "t0"."note" AS "note",
  "t0"."phone" AS "phone",
  "t0"."marge ""brutto""" AS "margin"
FROM "crm"."orders" AS "t0";
-- null

-- view of orders as joins
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  "t0"."total" AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  "t0"."changed" AS "changed",
  "t0"."tags" AS "tags",
  "t0"."note" AS "note",
  "t0"."phone" AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
LEFT JOIN "crm"."clients" AS "t1_client" ON "t1_client"."id" = "t0"."client_id" COLLATE BINARY AND typeof("t1_client"."id") = 'text' AND typeof("t0"."client_id") = 'text'
LEFT JOIN "crm"."clients" AS "t2_parent" ON "t2_parent"."id" = "t1_client"."parent id" COLLATE BINARY AND typeof("t2_parent"."id") = 'text' AND typeof("t1_client"."parent id") = 'text'
WHERE "t2_parent"."region" = ?1 COLLATE BINARY
  AND "t1_client"."name" IS NOT NULL AND typeof("t1_client"."name") = 'text';
-- ["EU"]

-- view of orders as cells
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  CASE WHEN "t0"."status" COLLATE BINARY IN (?1, ?2) THEN "t0"."total" ELSE NULL END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."changed" ELSE ?4 END AS "changed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."tags" ELSE ?5 END AS "tags",
  CASE WHEN "t0"."paid" = ?6 AND typeof("t0"."paid") = 'integer' AND "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."note" END AS "note",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."phone" ELSE CASE WHEN "t0"."phone" IS NULL THEN NULL WHEN typeof("t0"."phone") <> 'text' THEN ?7 WHEN instr("t0"."phone", char(0)) > 0 THEN (SELECT CASE WHEN length(replace("t0"."phone", char(0), char("n"))) > 4 THEN ?7 || replace(substr(replace("t0"."phone", char(0), char("n")), -4), char("n"), char(0)) ELSE ?7 END FROM (WITH RECURSIVE "free"("n") AS (SELECT 1 UNION ALL SELECT "n" + 1 FROM "free" WHERE instr("t0"."phone", char("n")) > 0) SELECT max("n") AS "n" FROM "free")) WHEN length("t0"."phone") > 4 THEN ?7 || substr("t0"."phone", -4) ELSE ?7 END END AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
WHERE ("t0"."status" COLLATE BINARY IN (?8, ?9) OR ("t0"."added_by" = CAST(?10 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY));
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",0,"•••","open","done",7]

-- view of orders as lists
SELECT
  "t0"."id" AS "id",
  NULL AS "client_id",
  NULL AS "added_by",
  "t0"."status" AS "status",
  NULL AS "total",
  NULL AS "paid",
  NULL AS "placed",
  NULL AS "changed",
  NULL AS "tags",
  NULL AS "note",
  NULL AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
LEFT JOIN "crm"."clients" AS "t6_client" ON "t6_client"."id" = "t0"."client_id" COLLATE BINARY AND typeof("t6_client"."id") = 'text' AND typeof("t0"."client_id") = 'text'
WHERE ((EXISTS (SELECT 1 FROM "items" AS "t1_items" WHERE "t1_items"."order_id" = "t0"."id" AND +"t1_items"."order_id" < '' COLLATE BINARY AND +"t0"."id" < '' COLLATE BINARY AND "t1_items"."sku" = ?1 COLLATE BINARY AND +"t1_items"."sku" >= '' COLLATE BINARY) AND CASE WHEN CASE WHEN typeof("t0"."tags") = 'text' AND instr("t0"."tags", char(0)) = 0 AND instr(replace("t0"."tags", '\\', ''), '\u0000') = 0 AND json_valid("t0"."tags") THEN json_type("t0"."tags") = 'array' ELSE FALSE END THEN NOT EXISTS (SELECT 1 FROM json_each(CASE WHEN CASE WHEN typeof("t0"."tags") = 'text' AND instr("t0"."tags", char(0)) = 0 AND instr(replace("t0"."tags", '\\', ''), '\u0000') = 0 AND json_valid("t0"."tags") THEN json_type("t0"."tags") = 'array' ELSE FALSE END THEN "t0"."tags" ELSE '[]' END) AS "e" WHERE NOT ("e"."type" IN ('null', 'text'))) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM json_each(CASE WHEN CASE WHEN typeof("t0"."tags") = 'text' AND instr("t0"."tags", char(0)) = 0 AND instr(replace("t0"."tags", '\\', ''), '\u0000') = 0 AND json_valid("t0"."tags") THEN json_type("t0"."tags") = 'array' ELSE FALSE END THEN "t0"."tags" ELSE '[]' END) AS "t2_each" WHERE ("t2_each"."value" <> ?2 COLLATE BINARY) IS NOT TRUE) AND (SELECT count(*) FROM "items" AS "t3_items" WHERE "t3_items"."order_id" = "t0"."id" AND +"t3_items"."order_id" < '' COLLATE BINARY AND +"t0"."id" < '' COLLATE BINARY) > CAST(?3 AS NUMERIC)) OR (NOT EXISTS (SELECT 1 FROM "items" AS "t4_items" LEFT JOIN "crm"."orders" AS "t5_order" ON "t5_order"."id" = "t4_items"."order_id" AND +"t5_order"."id" < '' COLLATE BINARY AND +"t4_items"."order_id" < '' COLLATE BINARY WHERE "t4_items"."order_id" = "t0"."id" AND +"t4_items"."order_id" < '' COLLATE BINARY AND +"t0"."id" < '' COLLATE BINARY AND ("t4_items"."quantity" > CAST(?4 AS NUMERIC) AND +"t4_items"."quantity" < '' COLLATE BINARY AND "t4_items"."quantity" <= 1.7976931348623157e308 AND "t5_order"."total" > CAST(?5 AS NUMERIC) AND +"t5_order"."total" < '' COLLATE BINARY AND "t5_order"."total" <= 1.7976931348623157e308) IS NOT TRUE) AND "t6_client"."region" COLLATE BINARY IN (?6, ?7)));
-- ["x-1","secret",1,0,100.5,"EU","US"]

-- view of orders as texts
SELECT
  "t0"."id" AS "id",
  NULL AS "client_id",
  NULL AS "added_by",
  NULL AS "status",
  NULL AS "total",
  NULL AS "paid",
  NULL AS "placed",
  NULL AS "changed",
  NULL AS "tags",
  "t0"."note" AS "note",
  NULL AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
WHERE ((instr(CASE WHEN lower('É') = 'É' THEN lower("t0"."note") ELSE (WITH RECURSIVE "cased"("text", "n") AS (SELECT "t0"."note", 1 UNION ALL SELECT replace("text", substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ', "n", 1), substr('abcdefghijklmnopqrstuvwxyz', "n", 1)), "n" + 1 FROM "cased" WHERE "n" <= 26) SELECT "text" FROM "cased" WHERE "n" = 27) END, ?1) = 1 AND typeof("t0"."note") = 'text' AND NOT (CASE WHEN "t0"."note" IS NOT NULL THEN ?2 = '' OR coalesce(substr(CAST("t0"."note" AS BLOB), -length(CAST(?2 AS BLOB))), X'') = CAST(?2 AS BLOB) END) AND typeof("t0"."note") = 'text') OR (instr("t0"."note", ?3) > 0 AND typeof("t0"."note") = 'text' AND +"t0"."note" < ?4 COLLATE BINARY AND typeof("t0"."note") = 'text'));
-- ["rush","%","'; --","m"]

-- view of orders as times
SELECT
  "t0"."id" AS "id",
  NULL AS "client_id",
  NULL AS "added_by",
  NULL AS "status",
  NULL AS "total",
  NULL AS "paid",
  "t0"."placed" AS "placed",
  NULL AS "changed",
  NULL AS "tags",
  NULL AS "note",
  NULL AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
WHERE CASE WHEN length("t0"."placed") = 10 AND "t0"."placed" >= '0001-01-01' AND date("t0"."placed", '+0 days') = "t0"."placed" AND "t0"."placed" >= ?1 COLLATE BINARY AND "t0"."placed" <= ?2 COLLATE BINARY THEN date("t0"."placed", CAST(?3 AS NUMERIC) || ' days') END >= ?4 COLLATE BINARY
  AND (SELECT CASE WHEN "moved"."from" >= CAST(?5 AS NUMERIC) AND "moved"."from" <= CAST(?6 AS NUMERIC) THEN "moved"."from" + CAST(?7 AS NUMERIC) END FROM (SELECT (SELECT CASE WHEN typeof("at"."text") = 'text' AND instr("at"."text", char(0)) = 0 AND "at"."text" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*' AND length(substr("at"."text", 1, 10)) = 10 AND substr("at"."text", 1, 10) >= '0001-01-01' AND date(substr("at"."text", 1, 10), '+0 days') = substr("at"."text", 1, 10) AND substr("at"."text", 12, 2) <= '23' AND ("at"."text" GLOB '*Z' OR substr("at"."text", -6) GLOB '[+-][0-2][0-9]:[0-5][0-9]' AND substr("at"."text", -5, 2) <= '23') AND ("at"."fraction" = '' OR "at"."fraction" GLOB '.[0-9]*' AND length("at"."fraction") <= 7 AND substr("at"."fraction", 2) NOT GLOB '*[^0-9]*') THEN (strftime('%s', substr("at"."text", 1, 19)) - 60 * CASE WHEN "at"."text" GLOB '*Z' THEN 0 ELSE (substr("at"."text", -6, 1) || '1') * (substr("at"."text", -5, 2) * 60 + substr("at"."text", -2)) END) * 1000000 + CAST(substr("at"."fraction" || '000000', 2, 6) AS INTEGER) END FROM (SELECT "t0"."changed" AS "text", substr("t0"."changed", 20, length("t0"."changed") - CASE WHEN "t0"."changed" GLOB '*Z' THEN 20 ELSE 25 END) AS "fraction") AS "at") AS "from") AS "moved") < CAST(?8 AS NUMERIC)
  AND "t0"."placed" > ?9 COLLATE BINARY AND length("t0"."placed") = 10 AND "t0"."placed" >= '0001-01-01' AND date("t0"."placed", '+0 days') = "t0"."placed";
-- ["0001-01-01","9999-12-01",30,"2026-03-01",-62135683140000000,253402171199999999,129600000000,1772355600000000,"2025-01-01"]

-- update of orders as editor
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  "t0"."total" AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  "t0"."changed" AS "changed",
  "t0"."tags" AS "tags",
  "t0"."note" AS "note",
  "t0"."phone" AS "phone",
  "t0"."marge ""brutto""" AS "margin"
FROM "crm"."orders" AS "t0"
WHERE "t0"."client_id" IS NOT NULL AND typeof("t0"."client_id") = 'text'
  AND ("t0"."status" = ?1 COLLATE BINARY OR ("t0"."paid" = ?2 AND typeof("t0"."paid") = 'integer'))
  AND (("t0"."paid" = ?3 AND typeof("t0"."paid") = 'integer') OR (("t0"."status" = ?4 COLLATE BINARY OR ("t0"."paid" = ?5 AND typeof("t0"."paid") = 'integer')) AND ("t0"."paid" = ?3 AND typeof("t0"."paid") = 'integer') IS NOT TRUE));
-- ["draft",1,1,"draft",1]

-- view of open_orders as reader
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."total" AS "total"
FROM "crm"."orders" AS "t0"
WHERE "t0"."status" = ?1 COLLATE BINARY
  AND "t0"."total" >= CAST(?2 AS NUMERIC) AND +"t0"."total" < '' COLLATE BINARY AND "t0"."total" <= 1.7976931348623157e308;
-- ["open",0.1]

-- view of orders as nobody
SELECT
  NULL AS "id",
  NULL AS "client_id",
  NULL AS "added_by",
  NULL AS "status",
  NULL AS "total",
  NULL AS "paid",
  NULL AS "placed",
  NULL AS "changed",
  NULL AS "tags",
  NULL AS "note",
  NULL AS "phone",
  NULL AS "margin"
WHERE FALSE;
-- null

-- a page
SELECT "v"."id", "v"."client_id", "v"."added_by", "v"."status", "v"."total", "v"."paid", "v"."placed", "v"."changed", "v"."tags", "v"."note", "v"."phone", "v"."margin"
FROM (
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  CASE WHEN "t0"."status" COLLATE BINARY IN (?1, ?2) THEN "t0"."total" ELSE NULL END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."changed" ELSE ?4 END AS "changed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."tags" ELSE ?5 END AS "tags",
  CASE WHEN "t0"."paid" = ?6 AND typeof("t0"."paid") = 'integer' AND "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."note" END AS "note",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."phone" ELSE CASE WHEN "t0"."phone" IS NULL THEN NULL WHEN typeof("t0"."phone") <> 'text' THEN ?7 WHEN instr("t0"."phone", char(0)) > 0 THEN (SELECT CASE WHEN length(replace("t0"."phone", char(0), char("n"))) > 4 THEN ?7 || replace(substr(replace("t0"."phone", char(0), char("n")), -4), char("n"), char(0)) ELSE ?7 END FROM (WITH RECURSIVE "free"("n") AS (SELECT 1 UNION ALL SELECT "n" + 1 FROM "free" WHERE instr("t0"."phone", char("n")) > 0) SELECT max("n") AS "n" FROM "free")) WHEN length("t0"."phone") > 4 THEN ?7 || substr("t0"."phone", -4) ELSE ?7 END END AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
WHERE ("t0"."status" COLLATE BINARY IN (?8, ?9) OR ("t0"."added_by" = CAST(?10 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY))
) AS "v"
WHERE instr("v"."note", ?11) > 0 AND typeof("v"."note") = 'text'
  AND "v"."placed" IS NOT NULL AND length("v"."placed") = 10 AND "v"."placed" >= '0001-01-01' AND date("v"."placed", '+0 days') = "v"."placed"
  AND (((SELECT CASE WHEN typeof("at"."text") = 'text' AND instr("at"."text", char(0)) = 0 AND "at"."text" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*' AND length(substr("at"."text", 1, 10)) = 10 AND substr("at"."text", 1, 10) >= '0001-01-01' AND date(substr("at"."text", 1, 10), '+0 days') = substr("at"."text", 1, 10) AND substr("at"."text", 12, 2) <= '23' AND ("at"."text" GLOB '*Z' OR substr("at"."text", -6) GLOB '[+-][0-2][0-9]:[0-5][0-9]' AND substr("at"."text", -5, 2) <= '23') AND ("at"."fraction" = '' OR "at"."fraction" GLOB '.[0-9]*' AND length("at"."fraction") <= 7 AND substr("at"."fraction", 2) NOT GLOB '*[^0-9]*') THEN (strftime('%s', substr("at"."text", 1, 19)) - 60 * CASE WHEN "at"."text" GLOB '*Z' THEN 0 ELSE (substr("at"."text", -6, 1) || '1') * (substr("at"."text", -5, 2) * 60 + substr("at"."text", -2)) END) * 1000000 + CAST(substr("at"."fraction" || '000000', 2, 6) AS INTEGER) END FROM (SELECT "v"."changed" AS "text", substr("v"."changed", 20, length("v"."changed") - CASE WHEN "v"."changed" GLOB '*Z' THEN 20 ELSE 25 END) AS "fraction") AS "at") < CAST(?12 AS NUMERIC)) OR ((SELECT CASE WHEN typeof("at"."text") = 'text' AND instr("at"."text", char(0)) = 0 AND "at"."text" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*' AND length(substr("at"."text", 1, 10)) = 10 AND substr("at"."text", 1, 10) >= '0001-01-01' AND date(substr("at"."text", 1, 10), '+0 days') = substr("at"."text", 1, 10) AND substr("at"."text", 12, 2) <= '23' AND ("at"."text" GLOB '*Z' OR substr("at"."text", -6) GLOB '[+-][0-2][0-9]:[0-5][0-9]' AND substr("at"."text", -5, 2) <= '23') AND ("at"."fraction" = '' OR "at"."fraction" GLOB '.[0-9]*' AND length("at"."fraction") <= 7 AND substr("at"."fraction", 2) NOT GLOB '*[^0-9]*') THEN (strftime('%s', substr("at"."text", 1, 19)) - 60 * CASE WHEN "at"."text" GLOB '*Z' THEN 0 ELSE (substr("at"."text", -6, 1) || '1') * (substr("at"."text", -5, 2) * 60 + substr("at"."text", -2)) END) * 1000000 + CAST(substr("at"."fraction" || '000000', 2, 6) AS INTEGER) END FROM (SELECT "v"."changed" AS "text", substr("v"."changed", 20, length("v"."changed") - CASE WHEN "v"."changed" GLOB '*Z' THEN 20 ELSE 25 END) AS "fraction") AS "at") = CAST(?13 AS NUMERIC) AND "v"."note" IS NULL AND "v"."id" > CAST(?14 AS NUMERIC)))
ORDER BY (SELECT CASE WHEN typeof("at"."text") = 'text' AND instr("at"."text", char(0)) = 0 AND "at"."text" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]*' AND length(substr("at"."text", 1, 10)) = 10 AND substr("at"."text", 1, 10) >= '0001-01-01' AND date(substr("at"."text", 1, 10), '+0 days') = substr("at"."text", 1, 10) AND substr("at"."text", 12, 2) <= '23' AND ("at"."text" GLOB '*Z' OR substr("at"."text", -6) GLOB '[+-][0-2][0-9]:[0-5][0-9]' AND substr("at"."text", -5, 2) <= '23') AND ("at"."fraction" = '' OR "at"."fraction" GLOB '.[0-9]*' AND length("at"."fraction") <= 7 AND substr("at"."fraction", 2) NOT GLOB '*[^0-9]*') THEN (strftime('%s', substr("at"."text", 1, 19)) - 60 * CASE WHEN "at"."text" GLOB '*Z' THEN 0 ELSE (substr("at"."text", -6, 1) || '1') * (substr("at"."text", -5, 2) * 60 + substr("at"."text", -2)) END) * 1000000 + CAST(substr("at"."fraction" || '000000', 2, 6) AS INTEGER) END FROM (SELECT "v"."changed" AS "text", substr("v"."changed", 20, length("v"."changed") - CASE WHEN "v"."changed" GLOB '*Z' THEN 20 ELSE 25 END) AS "fraction") AS "at") DESC NULLS FIRST, "v"."note" COLLATE BINARY ASC NULLS LAST, "v"."id" ASC NULLS LAST
LIMIT CAST(?15 AS NUMERIC) OFFSET CAST(?16 AS NUMERIC);
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",0,"•••","open","done",7,"50%",1767225600000000,1767225600000000,12,20,5]

-- a count
SELECT count(*) AS "count"
FROM (
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  CASE WHEN "t0"."status" COLLATE BINARY IN (?1, ?2) THEN "t0"."total" ELSE NULL END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."changed" ELSE ?4 END AS "changed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."tags" ELSE ?5 END AS "tags",
  CASE WHEN "t0"."paid" = ?6 AND typeof("t0"."paid") = 'integer' AND "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."note" END AS "note",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."phone" ELSE CASE WHEN "t0"."phone" IS NULL THEN NULL WHEN typeof("t0"."phone") <> 'text' THEN ?7 WHEN instr("t0"."phone", char(0)) > 0 THEN (SELECT CASE WHEN length(replace("t0"."phone", char(0), char("n"))) > 4 THEN ?7 || replace(substr(replace("t0"."phone", char(0), char("n")), -4), char("n"), char(0)) ELSE ?7 END FROM (WITH RECURSIVE "free"("n") AS (SELECT 1 UNION ALL SELECT "n" + 1 FROM "free" WHERE instr("t0"."phone", char("n")) > 0) SELECT max("n") AS "n" FROM "free")) WHEN length("t0"."phone") > 4 THEN ?7 || substr("t0"."phone", -4) ELSE ?7 END END AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
WHERE ("t0"."status" COLLATE BINARY IN (?8, ?9) OR ("t0"."added_by" = CAST(?10 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY))
) AS "v"
WHERE "v"."total" > CAST(?11 AS NUMERIC) AND +"v"."total" < '' COLLATE BINARY AND "v"."total" <= 1.7976931348623157e308;
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",0,"•••","open","done",7,1000]

-- a plan
EXPLAIN QUERY PLAN SELECT count(*) AS "count"
FROM (
SELECT
  "t0"."id" AS "id",
  "t0"."client_id" AS "client_id",
  "t0"."added_by" AS "added_by",
  "t0"."status" AS "status",
  CASE WHEN "t0"."status" COLLATE BINARY IN (?1, ?2) THEN "t0"."total" ELSE NULL END AS "total",
  "t0"."paid" AS "paid",
  "t0"."placed" AS "placed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."changed" ELSE ?4 END AS "changed",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."tags" ELSE ?5 END AS "tags",
  CASE WHEN "t0"."paid" = ?6 AND typeof("t0"."paid") = 'integer' AND "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."note" END AS "note",
  CASE WHEN "t0"."added_by" = CAST(?3 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY THEN "t0"."phone" ELSE CASE WHEN "t0"."phone" IS NULL THEN NULL WHEN typeof("t0"."phone") <> 'text' THEN ?7 WHEN instr("t0"."phone", char(0)) > 0 THEN (SELECT CASE WHEN length(replace("t0"."phone", char(0), char("n"))) > 4 THEN ?7 || replace(substr(replace("t0"."phone", char(0), char("n")), -4), char("n"), char(0)) ELSE ?7 END FROM (WITH RECURSIVE "free"("n") AS (SELECT 1 UNION ALL SELECT "n" + 1 FROM "free" WHERE instr("t0"."phone", char("n")) > 0) SELECT max("n") AS "n" FROM "free")) WHEN length("t0"."phone") > 4 THEN ?7 || substr("t0"."phone", -4) ELSE ?7 END END AS "phone",
  NULL AS "margin"
FROM "crm"."orders" AS "t0"
WHERE ("t0"."status" COLLATE BINARY IN (?8, ?9) OR ("t0"."added_by" = CAST(?10 AS NUMERIC) AND +"t0"."added_by" < '' COLLATE BINARY))
) AS "v"
WHERE "v"."total" > CAST(?11 AS NUMERIC) AND +"v"."total" < '' COLLATE BINARY AND "v"."total" <= 1.7976931348623157e308;
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",0,"•••","open","done",7,1000]

