package scalar

import (
	"encoding/json"
	"errors"
	"testing"
)

// TestValues reads values of every kind, of which some are equal.
func TestValues(t *testing.T) {
	enum := Type{Kind: Enum, Values: []string{"open", "done"}}
	for _, c := range []struct {
		t      Type
		x, y   any
		order  int
		differ bool
	}{
		{Type{Kind: String}, "a", "b", -1, true},
		{Type{Kind: String}, "é", "e\u0301", 1, true},
		{Type{Kind: String}, "", "", 0, false},
		{Type{Kind: Number}, json.Number("1.0"), json.Number("10e-1"), 0, false},
		{Type{Kind: Number}, json.Number("-2"), json.Number("1"), -1, true},
		{Type{Kind: Bool}, true, true, 0, false},
		{Type{Kind: Bool}, false, true, -1, true},
		{Type{Kind: Date}, "2026-03-01", "2026-02-28", 1, true},
		{Type{Kind: Timestamp}, "2026-03-01T09:00:00Z", "2026-03-01T10:00:00.000+01:00", 0, false},
		{Type{Kind: Timestamp}, "2026-03-01T09:00:00Z", "2026-03-01T09:00:00.000001Z", -1, true},
		{enum, "open", "open", 0, false},
		{enum, "open", "done", 1, true},
	} {
		v, err := Parse(c.t, c.x)
		w, err2 := Parse(c.t, c.y)
		if err != nil || err2 != nil {
			t.Errorf("%v, %v: %v, %v", c.x, c.y, err, err2)
		}
		if got := v.Compare(w); got != c.order || w.Compare(v) != -c.order {
			t.Errorf("%v with %v: %d", c.x, c.y, got)
		}
		if differ := v.Key() != w.Key(); differ != c.differ {
			t.Errorf("the keys of %v and %v: %s and %s", c.x, c.y, v.Key(), w.Key())
		}
	}
}

// TestNoValues reads what is no value of a type.
func TestNoValues(t *testing.T) {
	kinds := []Kind{String, Number, Bool, Date, Timestamp, Enum, List}
	for _, kind := range kinds {
		for _, x := range []any{nil, 1, []any{}, map[string]any{}} {
			if _, err := Parse(Type{Kind: kind}, x); !errors.Is(err, ErrKind) {
				t.Errorf("%v as a %s: %v", x, kind, err)
			}
		}
	}
	for _, c := range []struct {
		kind Kind
		x    any
		want error
	}{
		{String, json.Number("1"), ErrKind},
		{String, true, ErrKind},
		{Number, "1", ErrKind},
		{Number, json.Number("1e1000"), ErrSize},
		{Number, json.Number("x"), ErrNotNumber},
		{Bool, "true", ErrKind},
		{Bool, json.Number("1"), ErrKind},
		{Date, "2026-02-29", ErrDay},
		{Date, "0000-01-01", ErrYear},
		{Date, json.Number("20260301"), ErrKind},
		{Timestamp, "2026-03-01", ErrNoTime},
		{Timestamp, "2026-12-31T23:59:60Z", ErrLeap},
		{Timestamp, "2026-03-01T24:00:00Z", ErrClock},
		{Timestamp, "2026-03-01T09:00:00+24:00", ErrOffset},
		{Timestamp, "2026-03-01T09:00:00.1234567Z", ErrDecimals},
		{Timestamp, "2026-03-01t09:00:00Z", ErrForm},
		{Enum, "open", ErrEnum},
		{List, "x", ErrKind},
	} {
		if _, err := Parse(Type{Kind: c.kind}, c.x); !errors.Is(err, c.want) {
			t.Errorf("%v as a %s: %v, not %v", c.x, c.kind, err, c.want)
		}
	}
}

// TestCases changes the letters A to Z alone.
func TestCases(t *testing.T) {
	const text = "aZ@[`{éÉßI\u0130\xff"
	if got, want := Upper.Of(text), "AZ@[`{éÉßI\u0130\xff"; got != want {
		t.Errorf("%q", got)
	}
	if got, want := Lower.Of(text), "az@[`{éÉßi\u0130\xff"; got != want {
		t.Errorf("%q", got)
	}
}
