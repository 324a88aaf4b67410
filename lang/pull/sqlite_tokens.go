package pull

import "strings"

// sqlKind is the kind of a token of SQL.
type sqlKind int

const (
	sqlName   sqlKind = iota + 1 // a word, or a quoted name
	sqlText                      // 'a text'
	sqlNumber                    // digits
	sqlSign                      // any other character
)

type sqlToken struct {
	kind   sqlKind
	text   string // without quotes
	quoted bool
}

// is tells whether a token is a word or a sign, written without quotes.
func (t sqlToken) is(word string) bool {
	return !t.quoted && t.kind != sqlText && strings.EqualFold(t.text, word)
}

// sqlTokens splits SQL that SQLite has taken already, without its comments.
func sqlTokens(source string) []sqlToken {
	var tokens []sqlToken
	for source != "" {
		c := source[0]
		switch {
		case c == '\'' || c == '"' || c == '`':
			text, rest := sqlQuoted(source[1:], c)
			kind := sqlName
			if c == '\'' {
				kind = sqlText
			}
			tokens, source = append(tokens, sqlToken{kind, text, true}), rest
		case c == '[':
			text, rest, _ := strings.Cut(source[1:], "]")
			tokens, source = append(tokens, sqlToken{sqlName, text, true}), rest
		case strings.HasPrefix(source, "--"):
			_, source, _ = strings.Cut(source, "\n")
		case strings.HasPrefix(source, "/*"):
			_, source, _ = strings.Cut(source[2:], "*/")
		case wordByte(c):
			n := 1
			for n < len(source) && wordByte(source[n]) {
				n++
			}
			kind := sqlName
			if c >= '0' && c <= '9' {
				kind = sqlNumber
			}
			tokens, source = append(tokens, sqlToken{kind: kind, text: source[:n]}), source[n:]
		default:
			if !strings.ContainsRune(" \t\r\n\f", rune(c)) {
				tokens = append(tokens, sqlToken{kind: sqlSign, text: source[:1]})
			}
			source = source[1:]
		}
	}
	return tokens
}

// sqlQuoted reads up to the closing quote; two quotes stand for one.
func sqlQuoted(source string, quote byte) (text, rest string) {
	var b strings.Builder
	for i := 0; i < len(source); i++ {
		if source[i] != quote {
			b.WriteByte(source[i])
			continue
		}
		if i+1 < len(source) && source[i+1] == quote {
			b.WriteByte(quote)
			i++
			continue
		}
		return b.String(), source[i+1:]
	}
	return b.String(), ""
}

// wordByte is a byte of a word: SQLite takes all beyond ASCII for letters.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}
