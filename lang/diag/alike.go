package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Unseen reports whether a character is not shown. Joiners and what chooses
// the form of a letter or picture belong to the one before.
func Unseen(r, before rune) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return false
	case r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Variation_Selector, r) || r >= 0xE0020 && r <= 0xE007F:
		return before < utf8.RuneSelf
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return false
	case r == '\u2800': // a pattern of no dots
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}

func UnseenName(r rune) string {
	what := "a character that is not shown"
	switch {
	case unicode.Is(unicode.Bidi_Control, r):
		what = "a mark that changes the order in which the text around it is shown"
	case unicode.Is(unicode.Cc, r):
		what = "a control character"
	}
	return fmt.Sprintf("%U, %s", r, what)
}

// Alike names a letter, and the one that it looks like.
func Alike(r rune) string {
	alphabet := "another alphabet's letter"
	for name, table := range map[string]*unicode.RangeTable{"Cyrillic": unicode.Cyrillic, "Greek": unicode.Greek, "Armenian": unicode.Armenian} {
		if unicode.Is(table, r) {
			alphabet = "a " + name + " letter"
			if name == "Armenian" {
				alphabet = "an Armenian letter"
			}
		}
	}
	return fmt.Sprintf("%q (%U), %s that looks like %q", string(r), r, alphabet, string(Lookalikes[r]))
}

// Lookalikes are the letters of alphabets near the Latin one that look like
// letters of it in most fonts, after Unicode's confusables.txt.
var Lookalikes = pairs(
	"аa" + "сc" + "еe" + "оo" + "рp" + "хx" + "уy" + "ѕs" + "іi" + "јj" + "ԛq" + "ԝw" + "һh" + "ӏl" + "ԁd" + "ѵv" +
		"АA" + "ВB" + "СC" + "ЕE" + "НH" + "ІI" + "ЈJ" + "КK" + "МM" + "ОO" + "РP" + "ЅS" + "ТT" + "ХX" + "УY" + "ԚQ" + "ԜW" + "ӀI" + "ԌG" + "ѴV" +
		"οo" + "νv" + "ρp" + "αa" + "ιi" + "υu" + "κk" + "χx" + "ϳj" +
		"ΑA" + "ΒB" + "ΕE" + "ΖZ" + "ΗH" + "ΙI" + "ΚK" + "ΜM" + "ΝN" + "ΟO" + "ΡP" + "ΤT" + "ΥY" + "ΧX" +
		"օo" + "սu" + "ոn" + "հh" + "ցg" + "զq" + "ՏS" + "ՕO" + "ԼL",
)

func pairs(text string) map[rune]rune {
	letters := []rune(text)
	m := map[rune]rune{}
	for i := 0; i < len(letters); i += 2 {
		m[letters[i]] = letters[i+1]
	}
	return m
}

// Skeleton gives what a name looks like: names of one skeleton cannot be told
// apart.
func Skeleton(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case Lookalikes[r] != 0:
			return Lookalikes[r]
		case Unseen(r, 0):
			return -1
		}
		return r
	}, norm.NFKC.String(name))
}

// SeemsSame says by what a name differs from one that it looks like: nothing
// where it does not.
func SeemsSame(name, other string) string {
	if name == other || Skeleton(name) != Skeleton(other) {
		return ""
	}
	for _, r := range name {
		if Lookalikes[r] != 0 && !strings.ContainsRune(other, r) {
			return " It has " + Alike(r) + "."
		}
		if Unseen(r, 0) && !strings.ContainsRune(other, r) {
			return " It has " + UnseenName(r) + "."
		}
	}
	return " They only look alike."
}
