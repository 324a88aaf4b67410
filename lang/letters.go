package lang

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/text/unicode/norm"
)

// A policy is reviewed by people, who go by what they see. What they cannot
// see, or take for something else, is warned about: characters that are not
// shown or change the order in which others are (CVE-2021-42574), and letters
// of one alphabet among those of another that they look like (Unicode's
// technical standard 39).

// checkLetters warns of such characters in a source.
func checkLetters(name string, src []byte, tokens hclsyntax.Tokens) hcl.Diagnostics {
	if plain(src) {
		return nil
	}
	diags := unseenCharacters(name, src)
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenIdent, hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit:
			diags = append(diags, mixedWords(t)...)
		}
	}
	kept := diags[:0]
	for _, d := range diags {
		d.Severity = hcl.DiagWarning
		if !Answered(src, d) {
			d.Detail += answerHint(d)
			kept = append(kept, d)
		}
	}
	return kept
}

// plain reports whether a source has nothing but ASCII that is seen.
func plain(src []byte) bool {
	for _, c := range src {
		if c >= utf8.RuneSelf || c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f {
			return false
		}
	}
	return true
}

// unseenCharacters tells of the first such character of each line.
func unseenCharacters(name string, src []byte) hcl.Diagnostics {
	var diags hcl.Diagnostics
	pos := hcl.InitialPos
	var before rune
	told := 0
	for i, r := range string(src) {
		pos.Byte = i
		if unseen(r, before) && i > 0 && told < pos.Line {
			told = pos.Line
			end := hcl.Pos{Line: pos.Line, Column: pos.Column + 1, Byte: i + utf8.RuneLen(r)}
			diags = append(diags, problem(hcl.Range{Filename: name, Start: pos, End: end}, "Invisible character",
				fmt.Sprintf("Here is %s. What is read is not what is seen. Take it out; in a text where it is meant, write %s.", unseenName(r), escape(r))))
		}
		if before = r; r == '\n' {
			pos.Line, pos.Column = pos.Line+1, 1
		} else {
			pos.Column++
		}
	}
	return diags
}

// unseen reports whether a character is not shown. Joiners and what chooses
// the form of a letter or picture belong to the one before.
func unseen(r, before rune) bool {
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

func unseenName(r rune) string {
	what := "a character that is not shown"
	switch {
	case unicode.Is(unicode.Bidi_Control, r):
		what = "a mark that changes the order in which the text around it is shown"
	case unicode.Is(unicode.Cc, r):
		what = "a control character"
	}
	return fmt.Sprintf("%U, %s", r, what)
}

// escape writes a character as a string of HCL can.
func escape(r rune) string {
	if r > 0xFFFF {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// mixedWords finds words in a token that have letters which look like those of
// the alphabet of the others.
func mixedWords(t hclsyntax.Token) hcl.Diagnostics {
	var diags hcl.Diagnostics
	text := string(t.Bytes)
	inWord := func(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.Nd) || r == '_' }
	for at := 0; at < len(text); {
		start := strings.IndexFunc(text[at:], inWord)
		if start < 0 {
			break
		}
		start += at
		end := len(text)
		if n := strings.IndexFunc(text[start:], func(r rune) bool { return !inWord(r) }); n >= 0 {
			end = start + n
		}
		if strange, ok := mixed(text[start:end]); ok {
			diags = append(diags, problem(partOf(t.Range, text, start, end), "Mixed alphabets",
				fmt.Sprintf("In %s there is %s. Nobody can see the difference; write the word in one alphabet.", quote(text[start:end]), alike(strange))))
		}
		at = end
	}
	return diags
}

// partOf gives the place of some bytes of a token.
func partOf(token hcl.Range, text string, start, end int) hcl.Range {
	move := func(n int) hcl.Pos {
		pos := token.Start
		pos.Byte += n
		if lines := strings.Count(text[:n], "\n"); lines > 0 {
			pos.Line, pos.Column = pos.Line+lines, 1
			text := text[strings.LastIndexByte(text[:n], '\n')+1 : n]
			pos.Column += utf8.RuneCountInString(text)
		} else {
			pos.Column += utf8.RuneCountInString(text[:n])
		}
		return pos
	}
	return hcl.Range{Filename: token.Filename, Start: move(start), End: move(end)}
}

// mixed gives a letter of a word that looks like one of the alphabet that the
// word's other letters are of: where it has Latin letters, and all its other
// ones look like some.
func mixed(word string) (strange rune, ok bool) {
	latin := false
	for _, r := range word {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			latin = true
		case lookalikes[r] == 0:
			return 0, false
		case strange == 0:
			strange = r
		}
	}
	return strange, latin && strange != 0
}

// alike names a letter, and the one that it looks like.
func alike(r rune) string {
	alphabet := "another alphabet's letter"
	for name, table := range map[string]*unicode.RangeTable{"Cyrillic": unicode.Cyrillic, "Greek": unicode.Greek, "Armenian": unicode.Armenian} {
		if unicode.Is(table, r) {
			alphabet = "a " + name + " letter"
			if name == "Armenian" {
				alphabet = "an Armenian letter"
			}
		}
	}
	return fmt.Sprintf("%q (%U), %s that looks like %q", string(r), r, alphabet, string(lookalikes[r]))
}

// lookalikes are the letters of alphabets near the Latin one that look like
// letters of it in most fonts, after Unicode's confusables.txt.
var lookalikes = pairs(
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

// skeleton gives what a name looks like: names of one skeleton cannot be told
// apart.
func skeleton(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case lookalikes[r] != 0:
			return lookalikes[r]
		case unseen(r, 0):
			return -1
		}
		return r
	}, norm.NFKC.String(name))
}

// seemsSame says by what a name differs from one that it looks like: nothing
// where it does not.
func seemsSame(name, other string) string {
	if name == other || skeleton(name) != skeleton(other) {
		return ""
	}
	for _, r := range name {
		if lookalikes[r] != 0 && !strings.ContainsRune(other, r) {
			return " It has " + alike(r) + "."
		}
		if unseen(r, 0) && !strings.ContainsRune(other, r) {
			return " It has " + unseenName(r) + "."
		}
	}
	return " They only look alike."
}

// namesAlike warns of two things of a kind whose names look the same.
func (l *linter) namesAlike() {
	for _, kind := range []struct {
		name  string
		names []label
	}{
		{"profile", labelsOf(l.policy.Profiles, func(p *Profile) label { return label{p.Name, p.Range} })},
		{"form", labelsOf(l.policy.Forms, func(f *Form) label { return label{f.Name, f.Range} })},
		{"page", labelsOf(l.policy.Pages, componentLabel)},
		{"dashboard", labelsOf(l.policy.Dashboards, componentLabel)},
		{"channel", labelsOf(l.policy.Channels, componentLabel)},
		{"capability", labelsOf(l.policy.Capabilities, componentLabel)},
	} {
		seen := map[string]label{}
		for _, n := range kind.names {
			look := skeleton(n.text)
			if first, ok := seen[look]; ok {
				l.warn(n.at, "Names that look alike", "The %s looks like the one at %s, and is another.%s", kind.name, at(first.at), seemsSame(n.text, first.text)+seemsSame(first.text, n.text))
				continue
			}
			seen[look] = n
		}
	}
}

func componentLabel(c *Component) label { return label{c.Name, c.Range} }

func labelsOf[T any](list []T, f func(T) label) []label {
	out := make([]label, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
