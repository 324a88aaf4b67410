package scalar

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// Dots stand for what a [Piece] leaves out of a text, and for the whole of what it
// has no piece of.
const Dots = "•••"

// Piece is a part of a value, shown in place of it: the first or last code points of
// a string, or the first day of the year or month that a date is in.
type Piece struct {
	Of string // the function's name
	N  int    // how many code points; 0 of dates
}

// MostPiece is the most code points that a piece can have.
const MostPiece = 1_000_000

// PieceFunction is what there is to know of a function that gives pieces.
type PieceFunction struct {
	Name, Usage string
	Kind        Kind // of what it gives pieces of
	Counts      bool // it takes a number of code points
}

var pieceFunctions = []PieceFunction{
	{Name: "first", Usage: "first(2)", Kind: String, Counts: true},
	{Name: "last", Usage: "last(4)", Kind: String, Counts: true},
	{Name: "month", Usage: "month()", Kind: Date},
	{Name: "year", Usage: "year()", Kind: Date},
}

// PieceFunctions lists the functions that give pieces, by name.
func PieceFunctions() []PieceFunction { return slices.Clone(pieceFunctions) }

// PieceFunctionOf gives the function of a name.
func PieceFunctionOf(name string) (PieceFunction, bool) {
	i := slices.IndexFunc(pieceFunctions, func(f PieceFunction) bool { return f.Name == name })
	if i < 0 {
		return PieceFunction{}, false
	}
	return pieceFunctions[i], true
}

// Fits reports whether values of a type have the piece.
func (p Piece) Fits(t Type) bool {
	f, ok := PieceFunctionOf(p.Of)
	switch {
	case !ok || t.Kind != f.Kind:
		return false
	case f.Counts:
		return p.N >= 1 && p.N <= MostPiece
	default:
		return p.N == 0
	}
}

// String writes the piece as a policy does.
func (p Piece) String() string {
	if p.N == 0 {
		return p.Of + "()"
	}
	return fmt.Sprintf("%s(%d)", p.Of, p.N)
}

// OfText gives the piece of a string; Dots alone if it is no longer than the piece.
func (p Piece) OfText(s string) string {
	n := utf8.RuneCountInString(s)
	if n <= p.N {
		return Dots
	}
	if p.Of == "first" {
		return s[:after(s, p.N)] + Dots
	}
	return Dots + s[after(s, n-p.N):]
}

// after gives where a text goes on behind n code points.
func after(s string, n int) int {
	at := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

// OfDay gives the first day of the year or the month that a day is in, as a date.
func (p Piece) OfDay(day int64) string {
	date := DateText(day)
	if p.Of == "year" {
		return date[:len("2026")] + "-01-01"
	}
	return date[:len("2026-03")] + "-01"
}
