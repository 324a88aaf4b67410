-- What is told of the person, in the type of the column that it is compared with, so
-- that an index on the column serves. same is null where the type has no such value,
-- and gives of reals and doubles the one nearest; shows tells of a column that equals
-- it whether it prints that number.
CREATE FUNCTION {home}.same(numeric, smallint) RETURNS smallint STABLE PARALLEL SAFE RETURN CASE WHEN $1 BETWEEN -32768 AND 32767 AND $1 = floor($1) THEN $1::smallint END;
CREATE FUNCTION {home}.same(numeric, integer) RETURNS integer STABLE PARALLEL SAFE RETURN CASE WHEN $1 BETWEEN -2147483648 AND 2147483647 AND $1 = floor($1) THEN $1::integer END;
CREATE FUNCTION {home}.same(numeric, bigint) RETURNS bigint STABLE PARALLEL SAFE RETURN CASE WHEN $1 BETWEEN -9223372036854775808 AND 9223372036854775807 AND $1 = floor($1) THEN $1::bigint END;
CREATE FUNCTION {home}.same(numeric, numeric) RETURNS numeric STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.same(numeric, real) RETURNS real STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 1e-45 THEN 0 ELSE greatest(least($1, 3.4028235e38), -3.4028235e38) END::real;
CREATE FUNCTION {home}.same(numeric, double precision) RETURNS double precision STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 5e-324 THEN 0 ELSE greatest(least($1, 1.7976931348623157e308), -1.7976931348623157e308) END::double precision;
CREATE FUNCTION {home}.same(text, text) RETURNS text STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.same(text, uuid) RETURNS uuid STABLE PARALLEL SAFE RETURN CASE WHEN $1 ~ '{uuid}' THEN $1::uuid END;
CREATE FUNCTION {home}.same(numeric, timestamptz) RETURNS timestamptz STABLE PARALLEL SAFE
  RETURN '1970-01-01 00:00:00+00'::timestamptz + floor($1 / 1000000) * interval '1 second' + mod(mod($1, 1000000) + 1000000, 1000000) * interval '1 microsecond';
CREATE FUNCTION {home}.same(numeric, timestamp) RETURNS timestamp STABLE PARALLEL SAFE
  RETURN '1970-01-01 00:00:00'::timestamp + floor($1 / 1000000) * interval '1 second' + mod(mod($1, 1000000) + 1000000, 1000000) * interval '1 microsecond';
CREATE FUNCTION {home}.same(numeric, date) RETURNS timestamp STABLE PARALLEL SAFE
  RETURN '1970-01-01 00:00:00'::timestamp + floor($1 / 1000000) * interval '1 second' + mod(mod($1, 1000000) + 1000000, 1000000) * interval '1 microsecond';
CREATE FUNCTION {home}.shows(smallint, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION {home}.shows(integer, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION {home}.shows(bigint, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION {home}.shows(numeric, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN TRUE;
CREATE FUNCTION {home}.shows(real, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN $1::text::numeric = $2;
CREATE FUNCTION {home}.shows(double precision, numeric) RETURNS boolean STABLE PARALLEL SAFE RETURN $1::text::numeric = $2;
-- near is same, or where there is no such value the greatest below it, or else the least.
CREATE FUNCTION {home}.near(numeric, smallint) RETURNS smallint STABLE PARALLEL SAFE RETURN greatest(least(floor($1), 32767), -32768)::smallint;
CREATE FUNCTION {home}.near(numeric, integer) RETURNS integer STABLE PARALLEL SAFE RETURN greatest(least(floor($1), 2147483647), -2147483648)::integer;
CREATE FUNCTION {home}.near(numeric, bigint) RETURNS bigint STABLE PARALLEL SAFE RETURN greatest(least(floor($1), 9223372036854775807), -9223372036854775808)::bigint;
CREATE FUNCTION {home}.near(numeric, numeric) RETURNS numeric STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.near(numeric, real) RETURNS real STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 1e-45 THEN 0 ELSE greatest(least($1, 3.4028235e38), -3.4028235e38) END::real;
CREATE FUNCTION {home}.near(numeric, double precision) RETURNS double precision STABLE PARALLEL SAFE
  RETURN CASE WHEN abs($1) < 5e-324 THEN 0 ELSE greatest(least($1, 1.7976931348623157e308), -1.7976931348623157e308) END::double precision;
-- A column of text or uuids as it is, any other as its text.
CREATE FUNCTION {home}.plain(text) RETURNS text STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.plain(uuid) RETURNS uuid STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.plain(anyelement) RETURNS text STABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT $1::pg_catalog.text';
-- A column of numbers as it is, of reals and doubles the number that it prints.
CREATE FUNCTION {home}.exact(smallint) RETURNS smallint STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.exact(integer) RETURNS integer STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.exact(bigint) RETURNS bigint STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.exact(numeric) RETURNS numeric STABLE PARALLEL SAFE RETURN $1;
CREATE FUNCTION {home}.exact(real) RETURNS numeric STABLE PARALLEL SAFE RETURN $1::text::numeric;
CREATE FUNCTION {home}.exact(double precision) RETURNS numeric STABLE PARALLEL SAFE RETURN $1::text::numeric;
