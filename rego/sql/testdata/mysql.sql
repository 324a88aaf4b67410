-- view of orders as all
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  `t0`.`total` AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  `t0`.`changed` AS `changed`,
  `t0`.`tags` AS `tags`,
  `t0`.`note` AS `note`,
  `t0`.`phone` AS `phone`,
  `t0`.`marge "brutto"` AS `margin`
FROM `crm`.`orders` AS `t0`;
-- null

-- view of orders as joins
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  `t0`.`total` AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  `t0`.`changed` AS `changed`,
  `t0`.`tags` AS `tags`,
  `t0`.`note` AS `note`,
  `t0`.`phone` AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
LEFT JOIN `crm`.`clients` AS `t1_client` ON `t1_client`.`id` = `t0`.`client_id` AND CAST(CONVERT(`t1_client`.`id` USING utf8mb4) AS BINARY) = CAST(CONVERT(`t0`.`client_id` USING utf8mb4) AS BINARY)
LEFT JOIN `crm`.`clients` AS `t2_parent` ON `t2_parent`.`id` = `t1_client`.`parent id` AND CAST(CONVERT(`t2_parent`.`id` USING utf8mb4) AS BINARY) = CAST(CONVERT(`t1_client`.`parent id` USING utf8mb4) AS BINARY)
WHERE `t2_parent`.`region` = ? AND CAST(CONVERT(`t2_parent`.`region` USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)
  AND `t1_client`.`name` IS NOT NULL;
-- ["EU","EU"]

-- view of orders as cells
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  CASE WHEN `t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY)) THEN `t0`.`total` ELSE NULL END AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`changed` ELSE CAST(? AS DATETIME(6)) END AS `changed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`tags` ELSE ? END AS `tags`,
  CASE WHEN `t0`.`paid` = ? AND `t0`.`added_by` = ? THEN `t0`.`note` END AS `note`,
  CASE WHEN `t0`.`added_by` = ? THEN CONVERT(`t0`.`phone` USING utf8mb4) ELSE CASE WHEN CHAR_LENGTH(CONVERT(`t0`.`phone` USING utf8mb4)) > 4 THEN CONCAT(?, RIGHT(CONVERT(`t0`.`phone` USING utf8mb4), 4)) WHEN `t0`.`phone` IS NOT NULL THEN ? END END AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE ((`t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY))) OR `t0`.`added_by` = ?);
-- ["open","done","open","done",7,"2020-01-01 00:00:00",7,"[\"x\"]",false,7,7,"•••","•••","open","done","open","done",7]

-- view of orders as lists
SELECT
  `t0`.`id` AS `id`,
  NULL AS `client_id`,
  NULL AS `added_by`,
  `t0`.`status` AS `status`,
  NULL AS `total`,
  NULL AS `paid`,
  NULL AS `placed`,
  NULL AS `changed`,
  NULL AS `tags`,
  NULL AS `note`,
  NULL AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
LEFT JOIN `crm`.`clients` AS `t6_client` ON `t6_client`.`id` = `t0`.`client_id` AND CAST(CONVERT(`t6_client`.`id` USING utf8mb4) AS BINARY) = CAST(CONVERT(`t0`.`client_id` USING utf8mb4) AS BINARY)
WHERE ((EXISTS (SELECT 1 FROM `items` AS `t1_items` WHERE `t1_items`.`order_id` = `t0`.`id` AND `t1_items`.`sku` = ? AND CAST(CONVERT(`t1_items`.`sku` USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)) AND CASE WHEN CASE WHEN JSON_VALID(`t0`.`tags`) THEN JSON_TYPE(`t0`.`tags`) = 'ARRAY' ELSE FALSE END THEN NOT EXISTS (SELECT 1 FROM JSON_TABLE(CASE WHEN CASE WHEN JSON_VALID(`t0`.`tags`) THEN JSON_TYPE(`t0`.`tags`) = 'ARRAY' ELSE FALSE END THEN `t0`.`tags` ELSE '[]' END, '$[*]' COLUMNS (`v` JSON PATH '$')) AS `e` WHERE NOT (JSON_TYPE(`e`.`v`) = 'NULL' OR JSON_TYPE(`e`.`v`) = 'STRING')) ELSE FALSE END AND NOT EXISTS (SELECT 1 FROM JSON_TABLE(CASE WHEN CASE WHEN JSON_VALID(`t0`.`tags`) THEN JSON_TYPE(`t0`.`tags`) = 'ARRAY' ELSE FALSE END THEN `t0`.`tags` ELSE '[]' END, '$[*]' COLUMNS (`v` JSON PATH '$')) AS `t2_each` WHERE (CAST(CONVERT(CASE WHEN JSON_TYPE(`t2_each`.`v`) = 'STRING' THEN CONVERT(JSON_UNQUOTE(`t2_each`.`v`) USING utf8mb4) END USING utf8mb4) AS BINARY) <> CAST(CONVERT(? USING utf8mb4) AS BINARY)) IS NOT TRUE) AND (SELECT count(*) FROM `items` AS `t3_items` WHERE `t3_items`.`order_id` = `t0`.`id`) > ?) OR (NOT EXISTS (SELECT 1 FROM `items` AS `t4_items` LEFT JOIN `crm`.`orders` AS `t5_order` ON `t5_order`.`id` = `t4_items`.`order_id` WHERE `t4_items`.`order_id` = `t0`.`id` AND (`t4_items`.`quantity` > ? AND `t4_items`.`quantity` < 1e34 AND `t5_order`.`total` >= CAST(? AS DECIMAL(65, 30)) AND CAST(CONCAT(`t5_order`.`total`) AS DECIMAL(65, 30)) > CAST(? AS DECIMAL(65, 30)) AND `t5_order`.`total` < 1e34) IS NOT TRUE) AND `t6_client`.`region` IN (?, ?) AND CAST(CONVERT(`t6_client`.`region` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY))));
-- ["x-1","x-1","secret",1,0,"100.5","100.5","EU","US","EU","US"]

-- view of orders as texts
SELECT
  `t0`.`id` AS `id`,
  NULL AS `client_id`,
  NULL AS `added_by`,
  NULL AS `status`,
  NULL AS `total`,
  NULL AS `paid`,
  NULL AS `placed`,
  NULL AS `changed`,
  NULL AS `tags`,
  `t0`.`note` AS `note`,
  NULL AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE ((LEFT(CAST(CONVERT(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(CAST(CONVERT(`t0`.`note` USING utf8mb4) AS BINARY), 'A', 'a'), 'B', 'b'), 'C', 'c'), 'D', 'd'), 'E', 'e'), 'F', 'f'), 'G', 'g'), 'H', 'h'), 'I', 'i'), 'J', 'j'), 'K', 'k'), 'L', 'l'), 'M', 'm'), 'N', 'n'), 'O', 'o'), 'P', 'p'), 'Q', 'q'), 'R', 'r'), 'S', 's'), 'T', 't'), 'U', 'u'), 'V', 'v'), 'W', 'w'), 'X', 'x'), 'Y', 'y'), 'Z', 'z') USING utf8mb4) AS BINARY), OCTET_LENGTH(CAST(CONVERT(? USING utf8mb4) AS BINARY))) = CAST(CONVERT(? USING utf8mb4) AS BINARY) AND NOT (RIGHT(CAST(CONVERT(`t0`.`note` USING utf8mb4) AS BINARY), OCTET_LENGTH(CAST(CONVERT(? USING utf8mb4) AS BINARY))) = CAST(CONVERT(? USING utf8mb4) AS BINARY))) OR (LOCATE(CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(`t0`.`note` USING utf8mb4) AS BINARY)) > 0 AND CAST(CONVERT(`t0`.`note` USING utf8mb4) AS BINARY) < CAST(CONVERT(? USING utf8mb4) AS BINARY)));
-- ["rush","rush","%","%","'; --","m"]

-- view of orders as times
SELECT
  `t0`.`id` AS `id`,
  NULL AS `client_id`,
  NULL AS `added_by`,
  NULL AS `status`,
  NULL AS `total`,
  NULL AS `paid`,
  `t0`.`placed` AS `placed`,
  NULL AS `changed`,
  NULL AS `tags`,
  NULL AS `note`,
  NULL AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE CASE WHEN `t0`.`placed` >= '0001-01-01' AND FROM_DAYS(TO_DAYS(`t0`.`placed`)) = CAST(`t0`.`placed` AS DATE) AND `t0`.`placed` >= CAST(? AS DATE) AND `t0`.`placed` <= CAST(? AS DATE) THEN DATE_ADD(`t0`.`placed`, INTERVAL ? DAY) END >= CAST(? AS DATE)
  AND CASE WHEN `t0`.`changed` >= '0001-01-01' AND FROM_DAYS(TO_DAYS(`t0`.`changed`)) = CAST(`t0`.`changed` AS DATE) AND TIMESTAMPDIFF(MICROSECOND, '1970-01-01', `t0`.`changed`) >= ? AND `t0`.`changed` <= CAST(? AS DATETIME(6)) THEN TIMESTAMPDIFF(MICROSECOND, '1970-01-01', `t0`.`changed`) + ? END < ?
  AND `t0`.`placed` > CAST(? AS DATE) AND `t0`.`placed` >= '0001-01-01' AND FROM_DAYS(TO_DAYS(`t0`.`placed`)) = CAST(`t0`.`placed` AS DATE);
-- ["0001-01-01","9999-12-01",30,"2026-03-01",-62135683140000000,"9999-12-30 11:59:59.999999",129600000000,1772355600000000,"2025-01-01"]

-- update of orders as editor
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  `t0`.`total` AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  `t0`.`changed` AS `changed`,
  `t0`.`tags` AS `tags`,
  `t0`.`note` AS `note`,
  `t0`.`phone` AS `phone`,
  `t0`.`marge "brutto"` AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE `t0`.`client_id` IS NOT NULL
  AND ((`t0`.`status` = ? AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)) OR `t0`.`paid` = ?)
  AND (`t0`.`paid` = ? OR (((`t0`.`status` = ? AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)) OR `t0`.`paid` = ?) AND (`t0`.`paid` = ?) IS NOT TRUE));
-- ["draft","draft",true,true,"draft","draft",true,true]

-- view of open_orders as reader
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`total` AS `total`
FROM `crm`.`orders` AS `t0`
WHERE `t0`.`status` = ? AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)
  AND `t0`.`total` >= CAST(? AS DECIMAL(65, 30)) AND CAST(CONCAT(`t0`.`total`) AS DECIMAL(65, 30)) >= CAST(? AS DECIMAL(65, 30)) AND `t0`.`total` < 1e34;
-- ["open","open","0.1","0.1"]

-- view of orders as nobody
SELECT
  NULL AS `id`,
  NULL AS `client_id`,
  NULL AS `added_by`,
  NULL AS `status`,
  NULL AS `total`,
  NULL AS `paid`,
  NULL AS `placed`,
  NULL AS `changed`,
  NULL AS `tags`,
  NULL AS `note`,
  NULL AS `phone`,
  NULL AS `margin`
FROM DUAL
WHERE FALSE;
-- null

-- a page
SELECT `v`.`id`, `v`.`client_id`, `v`.`added_by`, `v`.`status`, `v`.`total`, `v`.`paid`, `v`.`placed`, `v`.`changed`, `v`.`tags`, `v`.`note`, `v`.`phone`, `v`.`margin`
FROM (
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  CASE WHEN `t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY)) THEN `t0`.`total` ELSE NULL END AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`changed` ELSE CAST(? AS DATETIME(6)) END AS `changed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`tags` ELSE ? END AS `tags`,
  CASE WHEN `t0`.`paid` = ? AND `t0`.`added_by` = ? THEN `t0`.`note` END AS `note`,
  CASE WHEN `t0`.`added_by` = ? THEN CONVERT(`t0`.`phone` USING utf8mb4) ELSE CASE WHEN CHAR_LENGTH(CONVERT(`t0`.`phone` USING utf8mb4)) > 4 THEN CONCAT(?, RIGHT(CONVERT(`t0`.`phone` USING utf8mb4), 4)) WHEN `t0`.`phone` IS NOT NULL THEN ? END END AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE ((`t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY))) OR `t0`.`added_by` = ?)
) AS `v`
WHERE LOCATE(CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(`v`.`note` USING utf8mb4) AS BINARY)) > 0
  AND `v`.`placed` IS NOT NULL AND `v`.`placed` >= '0001-01-01' AND FROM_DAYS(TO_DAYS(`v`.`placed`)) = CAST(`v`.`placed` AS DATE)
  AND ((`v`.`changed` < CAST(? AS DATETIME(6)) AND `v`.`changed` >= '0001-01-01' AND FROM_DAYS(TO_DAYS(`v`.`changed`)) = CAST(`v`.`changed` AS DATE)) OR (`v`.`changed` = CAST(? AS DATETIME(6)) AND `v`.`note` IS NULL AND `v`.`id` > ? AND `v`.`id` < 1e34))
ORDER BY `v`.`changed` IS NULL DESC, `v`.`changed` DESC, `v`.`note` IS NULL, CAST(CONVERT(`v`.`note` USING utf8mb4) AS BINARY), `v`.`id` IS NULL, CAST(CONCAT(`v`.`id`) AS DECIMAL(65, 30))
LIMIT ? OFFSET ?;
-- ["open","done","open","done",7,"2020-01-01 00:00:00",7,"[\"x\"]",false,7,7,"•••","•••","open","done","open","done",7,"50%","2026-01-01 00:00:00","2026-01-01 00:00:00",12,20,5]

-- a count
SELECT count(*) AS `count`
FROM (
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  CASE WHEN `t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY)) THEN `t0`.`total` ELSE NULL END AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`changed` ELSE CAST(? AS DATETIME(6)) END AS `changed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`tags` ELSE ? END AS `tags`,
  CASE WHEN `t0`.`paid` = ? AND `t0`.`added_by` = ? THEN `t0`.`note` END AS `note`,
  CASE WHEN `t0`.`added_by` = ? THEN CONVERT(`t0`.`phone` USING utf8mb4) ELSE CASE WHEN CHAR_LENGTH(CONVERT(`t0`.`phone` USING utf8mb4)) > 4 THEN CONCAT(?, RIGHT(CONVERT(`t0`.`phone` USING utf8mb4), 4)) WHEN `t0`.`phone` IS NOT NULL THEN ? END END AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE ((`t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY))) OR `t0`.`added_by` = ?)
) AS `v`
WHERE `v`.`total` > ? AND `v`.`total` < 1e34;
-- ["open","done","open","done",7,"2020-01-01 00:00:00",7,"[\"x\"]",false,7,7,"•••","•••","open","done","open","done",7,1000]

-- a plan
EXPLAIN SELECT count(*) AS `count`
FROM (
SELECT
  `t0`.`id` AS `id`,
  `t0`.`client_id` AS `client_id`,
  `t0`.`added_by` AS `added_by`,
  `t0`.`status` AS `status`,
  CASE WHEN `t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY)) THEN `t0`.`total` ELSE NULL END AS `total`,
  `t0`.`paid` AS `paid`,
  `t0`.`placed` AS `placed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`changed` ELSE CAST(? AS DATETIME(6)) END AS `changed`,
  CASE WHEN `t0`.`added_by` = ? THEN `t0`.`tags` ELSE ? END AS `tags`,
  CASE WHEN `t0`.`paid` = ? AND `t0`.`added_by` = ? THEN `t0`.`note` END AS `note`,
  CASE WHEN `t0`.`added_by` = ? THEN CONVERT(`t0`.`phone` USING utf8mb4) ELSE CASE WHEN CHAR_LENGTH(CONVERT(`t0`.`phone` USING utf8mb4)) > 4 THEN CONCAT(?, RIGHT(CONVERT(`t0`.`phone` USING utf8mb4), 4)) WHEN `t0`.`phone` IS NOT NULL THEN ? END END AS `phone`,
  NULL AS `margin`
FROM `crm`.`orders` AS `t0`
WHERE ((`t0`.`status` IN (?, ?) AND CAST(CONVERT(`t0`.`status` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(? USING utf8mb4) AS BINARY), CAST(CONVERT(? USING utf8mb4) AS BINARY))) OR `t0`.`added_by` = ?)
) AS `v`
WHERE `v`.`total` > ? AND `v`.`total` < 1e34;
-- ["open","done","open","done",7,"2020-01-01 00:00:00",7,"[\"x\"]",false,7,7,"•••","•••","open","done","open","done",7,1000]

