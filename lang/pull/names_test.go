package pull

import "testing"

func TestIdentifier(t *testing.T) {
	for name, want := range map[string]string{
		"orders": "orders", "OrderLines": "order_lines", "HTTPServer": "http_server", "orderID": "order_id",
		"ORDERS": "orders", "Order Lines": "order_lines", "a__b": "a_b", "_a_": "a", "Größe (cm)": "grosse_cm",
		"Straße": "strasse", "2024": "t_2024", "": "t", "注文": "t", "x1Y": "x1_y", "Éléphant": "elephant", "a.b": "a_b",
		"\x00a\xff": "a",
	} {
		if got := Identifier(name, "t_"); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestSingular(t *testing.T) {
	for name, want := range map[string]string{
		"orders": "order", "companies": "company", "boxes": "box", "addresses": "address", "status": "status",
		"staff": "staff", "classes": "class", "news": "news", "people": "person", "order_statuses": "order_status", "movies": "movie", "as": "as", "branches": "branch", "analysis": "analysis",
	} {
		if got := singular(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for name, want := range map[string]string{
		"order": "orders", "orders": "orders", "company": "companies", "day": "days", "box": "boxes", "address": "addresses", "status": "statuses",
		"staff": "staff", "res_person": "res_people", "people": "people", "film_actor": "film_actors", "batch": "batches", "t_2024": "t_2024",
	} {
		if got := plural(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestTake(t *testing.T) {
	n := names{}
	for _, want := range []string{"a", "b", "b_2", "b_3"} {
		if got := n.take("a", "b"); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// TestListChecks: a check makes an enum of a column only if it lists its values
// and does nothing else.
func TestListChecks(t *testing.T) {
	for check, want := range map[string]bool{
		`CHECK (c IN ('a', 'b'))`:                    true,
		`check("c"IN('a','b'))`:                      true,
		"CHECK /* IN */ (`c` in ('a' , -- x\n 'b'))": true,
		`CHECK ([C] IN ('a'))`:                       true,
		`CHECK (c NOT IN ('a', 'b'))`:                false,
		`CHECK (c IN ('a', 'b') OR 1)`:               false,
		`CHECK (c IN ('a' || 'b'))`:                  false,
		`CHECK (c IN (SELECT 'a'))`:                  false,
		`CHECK (c IN ('a', NULL))`:                   false,
		`CHECK (lower(c) IN ('a'))`:                  false,
		`CHECK (c IN ('a', 1))`:                      false,
		`CHECK (c IN ())`:                            false,
		`DEFAULT 'CHECK (c IN (''a''))'`:             false,
		`"CHECK" (c IN ('a'))`:                       false,
		`CHECK (d IN ('a'))`:                         false,
		`CHECK (c IN ('a', 'a'))`:                    false,
		`CHECK (c IN ('a'`:                           false,
	} {
		typ, _ := affinity("TEXT")
		c := &column{name: "c", typ: typ}
		takeChecks(&table{columns: []*column{c}}, "CREATE TABLE t (c TEXT "+check+")")
		if got := c.typ.String() != "string"; got != want {
			t.Errorf("%s makes of a string: %s", check, c.typ)
		}
	}
}

func TestPostgresChecks(t *testing.T) {
	for definition, want := range map[string]string{
		`CHECK ((c = ANY (ARRAY['a'::text, 'it''s'::text])))`:                                             `enum("a", "it's")`,
		`CHECK ((("C d")::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))`: `enum("a", "b")`,
		`CHECK ((c <> ALL (ARRAY['a'::text, 'b'::text])))`:                                                "string",
		`CHECK (((c = ANY (ARRAY['a'::text])) OR (d = 'x'::text)))`:                                       "string",
		`CHECK ((c = ANY (ARRAY['a'::text, upper('b'::text)])))`:                                          "string",
		`CHECK ((lower(c) = ANY (ARRAY['a'::text])))`:                                                     "string",
		`CHECK ((c = ANY (ARRAY['a'::text, NULL::text])))`:                                                "string",
		`CHECK ((c = ANY (ARRAY['a'::text]))) NOT VALID`:                                                  "string",
		`CHECK (((c = ANY (ARRAY['a'::text])) AND (c = ANY (ARRAY['b'::text]))))`:                         "string",
		`CHECK ((VALUE = ANY (ARRAY['a'::text, 'b'::text])))`:                                             `enum("a", "b")`,
		`CHECK ((c = ANY (ARRAY['a  '::bpchar, 'b'::bpchar])))`:                                           `enum("a", "b")`,
		`CHECK ((c = ANY (ARRAY['a'::citext, 'b'::citext])))`:                                             "string",
		`CHECK ((c = 'a'::text))`:                                                                         "string",
	} {
		typ, _ := affinity("TEXT")
		if got := enumChecked(typ, definition).String(); got != want {
			t.Errorf("%s makes %s, not %s", definition, got, want)
		}
	}
}
