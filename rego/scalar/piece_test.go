package scalar_test

import (
	"testing"

	"portcullis/rego/scalar"
)

func TestPieces(t *testing.T) {
	last, first := scalar.Piece{Of: "last", N: 4}, scalar.Piece{Of: "first", N: 2}
	for _, c := range []struct {
		of   scalar.Piece
		text string
		want string
	}{
		{last, "0151 2345", "•••2345"},
		{last, "12345", "•••2345"},
		{last, "1234", "•••"},
		{last, "", "•••"},
		{last, "aé漢👍🏽z", "•••漢👍🏽z"},
		{last, "a\x00bcd", "•••\x00bcd"},
		{first, "Bohlen", "Bo•••"},
		{first, "Bo", "•••"},
		{first, "👍🏽x", "👍🏽•••"},
		{first, "\x00\x00\x00", "\x00\x00•••"},
	} {
		if got := c.of.OfText(c.text); got != c.want {
			t.Errorf("%s of %q is %q, not %q", c.of, c.text, got, c.want)
		}
	}
	for _, c := range []struct{ of, date, want string }{
		{"year", "1971-08-09", "1971-01-01"},
		{"month", "1971-08-09", "1971-08-01"},
		{"year", "0001-12-31", "0001-01-01"},
		{"month", "9999-12-31", "9999-12-01"},
		{"month", "2024-02-29", "2024-02-01"},
	} {
		day, err := scalar.ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := (scalar.Piece{Of: c.of}).OfDay(day); got != c.want {
			t.Errorf("%s() of %s is %s, not %s", c.of, c.date, got, c.want)
		}
	}
}

func TestPiecesFit(t *testing.T) {
	of := func(k scalar.Kind) scalar.Type { return scalar.Type{Kind: k} }
	for _, c := range []struct {
		of   scalar.Piece
		t    scalar.Type
		want bool
	}{
		{scalar.Piece{Of: "last", N: 1}, of(scalar.String), true},
		{scalar.Piece{Of: "last"}, of(scalar.String), false},
		{scalar.Piece{Of: "first", N: -1}, of(scalar.String), false},
		{scalar.Piece{Of: "first", N: scalar.MostPiece + 1}, of(scalar.String), false},
		{scalar.Piece{Of: "last", N: 1}, of(scalar.Enum), false},
		{scalar.Piece{Of: "last", N: 1}, of(scalar.Date), false},
		{scalar.Piece{Of: "year"}, of(scalar.Date), true},
		{scalar.Piece{Of: "year", N: 1}, of(scalar.Date), false},
		{scalar.Piece{Of: "month"}, of(scalar.Timestamp), false},
		{scalar.Piece{Of: "middle", N: 1}, of(scalar.String), false},
	} {
		if got := c.of.Fits(c.t); got != c.want {
			t.Errorf("%s of a %s: %t", c.of, c.t, got)
		}
	}
}
