package rego

import (
	"bytes"
	"encoding/json"
)

// documents gives the members of the object under a name in a JSON text that has
// nothing else, as bundles are written: each is to be read, and refused, by itself. It
// is false of any other text, and may be of what is no JSON.
func documents(text []byte, root string) (map[string]json.RawMessage, bool) {
	name, err := json.Marshal(root)
	if err != nil {
		return nil, false
	}
	rest, ok := bytes.CutPrefix(text, append(append([]byte("{"), name...), ":{"...))
	out := map[string]json.RawMessage{}
	for more := ok; more; {
		end := endOf(rest)
		if end < 3 || rest[0] != '"' || end == len(rest) || rest[end] != ':' {
			return nil, false
		}
		var name string
		if json.Unmarshal(rest[:end], &name) != nil {
			return nil, false
		}
		if _, twice := out[name]; twice {
			return nil, false
		}
		rest = rest[end+1:]
		if end = endOf(rest); end < 0 {
			return nil, false
		}
		out[name] = rest[:end:end]
		rest, more = bytes.CutPrefix(rest[end:], []byte(","))
	}
	return out, ok && string(bytes.TrimSpace(rest)) == "}}"
}

// endOf gives where an object, a list or a text ends with which a JSON text begins; -1
// where it begins with none, or there is no end.
func endOf(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			if i >= len(text) {
				return -1
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		default:
			if depth == 0 {
				return -1
			}
			continue
		}
		if depth <= 0 {
			return i + 1
		}
	}
	return -1
}
