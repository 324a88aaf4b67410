-- view of orders as all
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[added_by] AS [added_by],
  [t0].[status] AS [status],
  [t0].[total] AS [total],
  [t0].[paid] AS [paid],
  [t0].[placed] AS [placed],
  [t0].[changed] AS [changed],
  [t0].[tags] AS [tags],
  [t0].[note] AS [note],
  [t0].[phone] AS [phone],
  [t0].[marge "brutto"] AS [margin]
FROM [crm].[orders] AS [t0];
-- null

-- view of orders as joins
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[added_by] AS [added_by],
  [t0].[status] AS [status],
  [t0].[total] AS [total],
  [t0].[paid] AS [paid],
  [t0].[placed] AS [placed],
  [t0].[changed] AS [changed],
  [t0].[tags] AS [tags],
  [t0].[note] AS [note],
  [t0].[phone] AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
LEFT JOIN [crm].[clients] AS [t1_client] ON [t1_client].[id] = [t0].[client_id] AND CAST([t1_client].[id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST([t0].[client_id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t1_client].[id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST([t0].[client_id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))
LEFT JOIN [crm].[clients] AS [t2_parent] ON [t2_parent].[id] = [t1_client].[parent id] AND CAST([t2_parent].[id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST([t1_client].[parent id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t2_parent].[id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST([t1_client].[parent id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))
WHERE [t2_parent].[region] = CAST(@p1 AS nvarchar(max)) AND CAST([t2_parent].[region] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t2_parent].[region] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))
  AND [t1_client].[name] IS NOT NULL;
-- ["EU"]

-- view of orders as cells
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[added_by] AS [added_by],
  [t0].[status] AS [status],
  CASE WHEN (([t0].[status] = CAST(@p1 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t0].[status] = CAST(@p2 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))))) THEN [t0].[total] ELSE CAST(NULL AS decimal(38, 15)) END AS [total],
  [t0].[paid] AS [paid],
  [t0].[placed] AS [placed],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[changed] ELSE CAST(@p4 AS datetimeoffset(6)) END AS [changed],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[tags] ELSE CAST(@p5 AS nvarchar(max)) END AS [tags],
  CASE WHEN [t0].[paid] = CAST(@p6 AS bit) AND [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[note] END AS [note],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[phone] ELSE CASE WHEN LEN(CONCAT(CAST([t0].[phone] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 'x')) > 5 THEN CAST(@p7 AS nvarchar(max)) + CAST(RIGHT(CAST([t0].[phone] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 4) AS nvarchar(max)) WHEN [t0].[phone] IS NOT NULL THEN CAST(@p7 AS nvarchar(max)) END END AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
WHERE (((([t0].[status] = CAST(@p8 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t0].[status] = CAST(@p9 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p9 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p9 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))))) OR [t0].[added_by] = CAST(@p10 AS bigint));
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",false,"•••","open","done",7]

-- view of orders as lists
SELECT
  [t0].[id] AS [id],
  CAST(NULL AS nvarchar(max)) AS [client_id],
  CAST(NULL AS decimal(38, 15)) AS [added_by],
  [t0].[status] AS [status],
  CAST(NULL AS decimal(38, 15)) AS [total],
  CAST(NULL AS bit) AS [paid],
  CAST(NULL AS date) AS [placed],
  CAST(NULL AS datetimeoffset(6)) AS [changed],
  CAST(NULL AS nvarchar(max)) AS [tags],
  CAST(NULL AS nvarchar(max)) AS [note],
  CAST(NULL AS nvarchar(max)) AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
LEFT JOIN [crm].[clients] AS [t6_client] ON [t6_client].[id] = [t0].[client_id] AND CAST([t6_client].[id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST([t0].[client_id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t6_client].[id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST([t0].[client_id] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))
WHERE ((EXISTS (SELECT 1 FROM [items] AS [t1_items] WHERE [t1_items].[order_id] = [t0].[id] AND [t1_items].[sku] = CAST(@p1 AS nvarchar(max)) AND CAST([t1_items].[sku] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t1_items].[sku] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) AND (ISJSON([t0].[tags]) = 1 AND LEFT(LTRIM([t0].[tags]), 1) = '[') AND NOT EXISTS (SELECT 1 FROM OPENJSON(CASE WHEN (ISJSON([t0].[tags]) = 1 AND LEFT(LTRIM([t0].[tags]), 1) = '[') THEN [t0].[tags] ELSE '[]' END) AS [e] WHERE NOT ([e].[type] IN (0, 1))) AND NOT EXISTS (SELECT 1 FROM OPENJSON(CASE WHEN (ISJSON([t0].[tags]) = 1 AND LEFT(LTRIM([t0].[tags]), 1) = '[') THEN [t0].[tags] ELSE '[]' END) AS [t2_each] WHERE CASE WHEN (CAST([t2_each].[value] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) <> CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) OR DATALENGTH(CAST([t2_each].[value] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) <> DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) THEN 0 ELSE 1 END = 1) AND (SELECT count(*) FROM [items] AS [t3_items] WHERE [t3_items].[order_id] = [t0].[id]) > CAST(@p3 AS bigint)) OR (NOT EXISTS (SELECT 1 FROM [items] AS [t4_items] LEFT JOIN [crm].[orders] AS [t5_order] ON [t5_order].[id] = [t4_items].[order_id] WHERE [t4_items].[order_id] = [t0].[id] AND CASE WHEN [t4_items].[quantity] > CAST(@p4 AS bigint) AND [t5_order].[total] > CAST(@p5 AS decimal(38, 15)) THEN 0 ELSE 1 END = 1) AND (([t6_client].[region] = CAST(@p6 AS nvarchar(max)) AND CAST([t6_client].[region] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t6_client].[region] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t6_client].[region] = CAST(@p7 AS nvarchar(max)) AND CAST([t6_client].[region] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p7 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t6_client].[region] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p7 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))))));
-- ["x-1","secret",1,0,100.5,"EU","US"]

-- view of orders as texts
SELECT
  [t0].[id] AS [id],
  CAST(NULL AS nvarchar(max)) AS [client_id],
  CAST(NULL AS decimal(38, 15)) AS [added_by],
  CAST(NULL AS nvarchar(max)) AS [status],
  CAST(NULL AS decimal(38, 15)) AS [total],
  CAST(NULL AS bit) AS [paid],
  CAST(NULL AS date) AS [placed],
  CAST(NULL AS datetimeoffset(6)) AS [changed],
  CAST(NULL AS nvarchar(max)) AS [tags],
  [t0].[note] AS [note],
  CAST(NULL AS nvarchar(max)) AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
WHERE ((DATALENGTH(CAST(TRANSLATE(CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) >= DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) AND SUBSTRING(CAST(CAST(TRANSLATE(CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AS varbinary(max)), 1, DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) = CAST(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AS varbinary(max)) AND NOT (DATALENGTH(CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) >= DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) AND SUBSTRING(CAST(CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AS varbinary(max)), DATALENGTH(CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) - DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) + 1, DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) = CAST(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AS varbinary(max)))) OR ((DATALENGTH(CAST(CAST(@p3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = 0 OR CHARINDEX(CAST(CAST(@p3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) > 0) AND CAST([t0].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) < CAST(CAST(@p4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))));
-- ["rush","%","'; --","m"]

-- view of orders as times
SELECT
  [t0].[id] AS [id],
  CAST(NULL AS nvarchar(max)) AS [client_id],
  CAST(NULL AS decimal(38, 15)) AS [added_by],
  CAST(NULL AS nvarchar(max)) AS [status],
  CAST(NULL AS decimal(38, 15)) AS [total],
  CAST(NULL AS bit) AS [paid],
  [t0].[placed] AS [placed],
  CAST(NULL AS datetimeoffset(6)) AS [changed],
  CAST(NULL AS nvarchar(max)) AS [tags],
  CAST(NULL AS nvarchar(max)) AS [note],
  CAST(NULL AS nvarchar(max)) AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
WHERE CASE WHEN [t0].[placed] >= CAST(@p1 AS date) AND [t0].[placed] <= CAST(@p2 AS date) THEN DATEADD(day, CAST(@p3 AS bigint), [t0].[placed]) END >= CAST(@p4 AS date)
  AND CASE WHEN [t0].[changed] >= CAST(@p5 AS datetimeoffset(6)) AND [t0].[changed] <= CAST(@p6 AS datetimeoffset(6)) THEN DATEDIFF_BIG(MICROSECOND, CAST('1970-01-01T00:00:00Z' AS datetimeoffset), [t0].[changed]) + CAST(@p7 AS bigint) END < DATEDIFF_BIG(MICROSECOND, CAST('1970-01-01T00:00:00Z' AS datetimeoffset), CAST(@p8 AS datetimeoffset(6)))
  AND [t0].[placed] > CAST(@p9 AS date);
-- ["0001-01-01","9999-12-01",30,"2026-03-01","0001-01-01T00:00:00Z","9999-12-30T11:59:59.999999Z",129600000000,"2026-03-01T09:00:00Z","2025-01-01"]

-- update of orders as editor
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[added_by] AS [added_by],
  [t0].[status] AS [status],
  [t0].[total] AS [total],
  [t0].[paid] AS [paid],
  [t0].[placed] AS [placed],
  [t0].[changed] AS [changed],
  [t0].[tags] AS [tags],
  [t0].[note] AS [note],
  [t0].[phone] AS [phone],
  [t0].[marge "brutto"] AS [margin]
FROM [crm].[orders] AS [t0]
WHERE [t0].[client_id] IS NOT NULL
  AND (([t0].[status] = CAST(@p1 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR [t0].[paid] = CAST(@p2 AS bit))
  AND ([t0].[paid] = CAST(@p3 AS bit) OR ((([t0].[status] = CAST(@p4 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR [t0].[paid] = CAST(@p5 AS bit)) AND CASE WHEN [t0].[paid] = CAST(@p3 AS bit) THEN 0 ELSE 1 END = 1));
-- ["draft",true,true,"draft",true]

-- view of open_orders as reader
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[total] AS [total]
FROM [crm].[orders] AS [t0]
WHERE [t0].[status] = CAST(@p1 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))
  AND [t0].[total] >= CAST(@p2 AS decimal(38, 15));
-- ["open",0.1]

-- view of orders as nobody
SELECT
  CAST(NULL AS decimal(38, 15)) AS [id],
  CAST(NULL AS nvarchar(max)) AS [client_id],
  CAST(NULL AS decimal(38, 15)) AS [added_by],
  CAST(NULL AS nvarchar(max)) AS [status],
  CAST(NULL AS decimal(38, 15)) AS [total],
  CAST(NULL AS bit) AS [paid],
  CAST(NULL AS date) AS [placed],
  CAST(NULL AS datetimeoffset(6)) AS [changed],
  CAST(NULL AS nvarchar(max)) AS [tags],
  CAST(NULL AS nvarchar(max)) AS [note],
  CAST(NULL AS nvarchar(max)) AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
WHERE 1 = 0;
-- null

-- a page
SELECT [v].[id], [v].[client_id], [v].[added_by], [v].[status], [v].[total], [v].[paid], [v].[placed], [v].[changed], [v].[tags], [v].[note], [v].[phone], [v].[margin]
FROM (
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[added_by] AS [added_by],
  [t0].[status] AS [status],
  CASE WHEN (([t0].[status] = CAST(@p1 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t0].[status] = CAST(@p2 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))))) THEN [t0].[total] ELSE CAST(NULL AS decimal(38, 15)) END AS [total],
  [t0].[paid] AS [paid],
  [t0].[placed] AS [placed],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[changed] ELSE CAST(@p4 AS datetimeoffset(6)) END AS [changed],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[tags] ELSE CAST(@p5 AS nvarchar(max)) END AS [tags],
  CASE WHEN [t0].[paid] = CAST(@p6 AS bit) AND [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[note] END AS [note],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[phone] ELSE CASE WHEN LEN(CONCAT(CAST([t0].[phone] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 'x')) > 5 THEN CAST(@p7 AS nvarchar(max)) + CAST(RIGHT(CAST([t0].[phone] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 4) AS nvarchar(max)) WHEN [t0].[phone] IS NOT NULL THEN CAST(@p7 AS nvarchar(max)) END END AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
WHERE (((([t0].[status] = CAST(@p8 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t0].[status] = CAST(@p9 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p9 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p9 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))))) OR [t0].[added_by] = CAST(@p10 AS bigint))
) AS [v]
WHERE (DATALENGTH(CAST(CAST(@p11 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = 0 OR CHARINDEX(CAST(CAST(@p11 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), CAST([v].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) > 0)
  AND [v].[placed] IS NOT NULL
  AND ([v].[changed] < CAST(@p12 AS datetimeoffset(6)) OR ([v].[changed] = CAST(@p13 AS datetimeoffset(6)) AND [v].[note] IS NULL AND [v].[id] > CAST(@p14 AS bigint)))
ORDER BY CASE WHEN [v].[changed] IS NULL THEN 0 ELSE 1 END, [v].[changed] DESC, CASE WHEN [v].[note] IS NULL THEN 1 ELSE 0 END, CAST([v].[note] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), CASE WHEN [v].[id] IS NULL THEN 1 ELSE 0 END, [v].[id]
OFFSET CAST(@p15 AS bigint) ROWS FETCH NEXT CAST(@p16 AS bigint) ROWS ONLY;
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",false,"•••","open","done",7,"50%","2026-01-01T00:00:00Z","2026-01-01T00:00:00Z",12,5,20]

-- a count
SELECT count(*) AS [count]
FROM (
SELECT
  [t0].[id] AS [id],
  [t0].[client_id] AS [client_id],
  [t0].[added_by] AS [added_by],
  [t0].[status] AS [status],
  CASE WHEN (([t0].[status] = CAST(@p1 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t0].[status] = CAST(@p2 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))))) THEN [t0].[total] ELSE CAST(NULL AS decimal(38, 15)) END AS [total],
  [t0].[paid] AS [paid],
  [t0].[placed] AS [placed],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[changed] ELSE CAST(@p4 AS datetimeoffset(6)) END AS [changed],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[tags] ELSE CAST(@p5 AS nvarchar(max)) END AS [tags],
  CASE WHEN [t0].[paid] = CAST(@p6 AS bit) AND [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[note] END AS [note],
  CASE WHEN [t0].[added_by] = CAST(@p3 AS bigint) THEN [t0].[phone] ELSE CASE WHEN LEN(CONCAT(CAST([t0].[phone] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 'x')) > 5 THEN CAST(@p7 AS nvarchar(max)) + CAST(RIGHT(CAST([t0].[phone] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)), 4) AS nvarchar(max)) WHEN [t0].[phone] IS NOT NULL THEN CAST(@p7 AS nvarchar(max)) END END AS [phone],
  CAST(NULL AS decimal(38, 15)) AS [margin]
FROM [crm].[orders] AS [t0]
WHERE (((([t0].[status] = CAST(@p8 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))) OR ([t0].[status] = CAST(@p9 AS nvarchar(max)) AND CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) = CAST(CAST(@p9 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) AND DATALENGTH(CAST([t0].[status] COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) = DATALENGTH(CAST(CAST(@p9 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)))))) OR [t0].[added_by] = CAST(@p10 AS bigint))
) AS [v]
WHERE [v].[total] > CAST(@p11 AS bigint);
-- ["open","done",7,"2020-01-01T00:00:00Z","[\"x\"]",false,"•••","open","done",7,1000]

-- a plan
-- refused: SQL Server has no statement that explains another; it is a setting there, SHOWPLAN

