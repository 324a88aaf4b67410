package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
)

// A policy is reviewed by people, who go by what they see. What they cannot
// see, or take for something else, is warned about: characters that are not
// shown or change the order in which others are (CVE-2021-42574), and letters
// of one alphabet among those of another that they look like (Unicode's
// technical standard 39).

// checkLetters warns of such characters in a source, and of its words of several
// alphabets that have no answer.
func checkLetters(name string, src []byte, words hcl.Diagnostics) hcl.Diagnostics {
	if plain(src) {
		return nil
	}
	diags := unseenCharacters(name, src)
	for _, d := range words {
		own := *d
		diags = append(diags, &own)
	}
	kept := diags[:0]
	for _, d := range diags {
		d.Severity = hcl.DiagWarning
		if !diag.Answered(src, d) {
			d.Detail += diag.AnswerHint(d)
			kept = append(kept, d)
		}
	}
	return kept
}

// mixedIn finds such words in what people name, write and read.
func mixedIn(tokens hclsyntax.Tokens) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenIdent, hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit:
			diags = append(diags, mixedWords(t)...)
		}
	}
	return diags
}

// alphabets reports whether a text has a letter that looks like one of another alphabet.
func alphabets(text []byte) bool {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if diag.Lookalikes[r] != 0 {
			return true
		}
		i += size
	}
	return false
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
		shown := r >= ' ' && r < 0x7f || r == '\n'
		if !shown && diag.Unseen(r, before) && i > 0 && told < pos.Line {
			told = pos.Line
			end := hcl.Pos{Line: pos.Line, Column: pos.Column + 1, Byte: i + utf8.RuneLen(r)}
			diags = append(diags, diag.Problem(hcl.Range{Filename: name, Start: pos, End: end}, "Invisible character",
				fmt.Sprintf("Here is %s. What is read is not what is seen. Take it out; in a text where it is meant, write %s.", diag.UnseenName(r), escape(r))))
		}
		if before = r; r == '\n' {
			pos.Line, pos.Column = pos.Line+1, 1
		} else {
			pos.Column++
		}
	}
	return diags
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
			diags = append(diags, diag.Problem(partOf(t.Range, text, start, end), "Mixed alphabets",
				fmt.Sprintf("In %s there is %s. Nobody can see the difference; write the word in one alphabet.", diag.Quote(text[start:end]), diag.Alike(strange))))
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
		case diag.Lookalikes[r] == 0:
			return 0, false
		case strange == 0:
			strange = r
		}
	}
	return strange, latin && strange != 0
}
