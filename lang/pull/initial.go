package pull

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/rego/scalar"
)

// What databases write for constants, with a cast behind them or without.
var (
	castText   = regexp.MustCompile(`^(?:'((?:[^']|'')*)'|"((?:[^"]|"")*)")(?:::[^()']+)?$`)
	castNumber = regexp.MustCompile(`^(-?[0-9]+(?:\.[0-9]+)?)(?:::[^()']+)?$`)
	nothing    = regexp.MustCompile(`(?i)^null(?:::[^']+)?$`)
	emptyList  = regexp.MustCompile(`^(?:'\{\}'|ARRAY\[\])::[^']+\[\]$`)
)

// words for the time of a statement, as databases give it back.
var (
	nowWords   = []string{"now()", "current_timestamp", "localtimestamp", "transaction_timestamp()"}
	todayWords = []string{"current_date", "('now'::text)::date"}
)

// whenCreated tells what a new row has in a column that is given no value: the
// `default` of its field, as HCL has it, "" for none; or that the database fills
// it in with what a policy cannot say. What only looks like a constant of the
// type is of that kind.
func (c *column) whenCreated() (initial string, generated bool) {
	of := strings.TrimSpace(c.initial)
	for strings.HasPrefix(of, "(") && strings.HasSuffix(of, ")") && strings.Count(of, "(") == 1 {
		of = strings.TrimSpace(of[1 : len(of)-1])
	}
	switch {
	case c.generated:
		return "", true
	case of == "" || nothing.MatchString(of):
		return "", false
	}
	if initial = c.constant(of); initial == "" {
		return "", true
	}
	return initial, false
}

// constant gives a constant, now or today as HCL has it; "" for anything else.
func (c *column) constant(of string) string {
	word, text, number := strings.ToLower(of), "", ""
	isText := false
	if m := castText.FindStringSubmatch(of); m != nil {
		isText = true
		text = strings.ReplaceAll(m[1], "''", "'") + strings.ReplaceAll(m[2], `""`, `"`)
	}
	if m := castNumber.FindStringSubmatch(of); m != nil {
		number = m[1]
	} else if isText {
		number = text
	}
	switch c.typ.Kind {
	case lang.String:
		if isText && Sayable(text) {
			return Quoted(text)
		}
	case lang.Enum:
		if isText && slices.Contains(c.typ.Values, text) {
			return Quoted(text)
		}
	case lang.Number:
		if _, err := scalar.Parse(*c.typ, json.Number(number)); err == nil && castNumber.MatchString(number) {
			return number
		}
	case lang.Bool:
		if value, ok := map[string]string{"true": "true", "false": "false", "1": "true", "0": "false"}[word]; ok {
			return value
		}
	case lang.Date:
		if slices.Contains(todayWords, word) || slices.Contains(nowWords, word) {
			return "today"
		}
		if _, err := scalar.ParseDate(text); isText && err == nil {
			return Quoted(text)
		}
	case lang.Timestamp:
		if slices.Contains(nowWords, word) {
			return "now"
		}
	case lang.UUID:
		if isText && scalar.IsUUID(text) {
			return Quoted(text)
		}
	case lang.List:
		if emptyList.MatchString(of) {
			return "[]"
		}
	}
	return ""
}
