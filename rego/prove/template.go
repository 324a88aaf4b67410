package prove

import (
	"fmt"
	"math/big"
	"strings"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// textPart is a part of a text that is made of parts: a constant, or what stands
// at the node of a text or a number.
type textPart struct {
	text string
	node int // 0 of a constant
}

// template gives the cell of a text of parts, and "it is known".
func (e *env) template(parts form.Template) (lit, *cell) { return e.spell(parts, nil) }

// spell gives the text of what is made already and of the parts that are left.
func (e *env) spell(left form.Template, made []textPart) (lit, *cell) {
	if len(left) == 0 {
		return yes, &cell{kind: form.String, null: no, at: point{at: e.made(made)}}
	}
	with := func(p textPart) (lit, *cell) { return e.spell(left[1:], append(made[:len(made):len(made)], p)) }
	if c, ok := left[0].(form.Constant); ok {
		return with(textPart{text: c.Value.(string)})
	}
	known, c := e.operand(left[0])
	if c == nil {
		return no, nil
	}
	rest, out := no, (*cell)(nil)
	of := form.Type{Kind: form.String}
	switch {
	case c.kind == form.Bool:
		var other *cell
		rest, out = with(textPart{text: "true"})
		_, other = with(textPart{text: "false"})
		if out != nil {
			out = e.either(of, c.truth, out, other)
		}
	case c.cases != nil:
		for _, v := range c.order {
			is, one := with(textPart{text: v})
			if one == nil || out == nil {
				rest, out = is, one
			} else {
				out = e.either(of, c.cases[v], one, out)
			}
		}
	case e.nodes[c.at.at].constant && e.nodes[c.at.at].sort == numbers:
		rest, out = with(textPart{text: plain(e.nodes[c.at.at].number)})
	case e.nodes[c.at.at].constant:
		rest, out = with(textPart{text: e.nodes[c.at.at].text})
	default:
		rest, out = with(textPart{node: c.at.at})
	}
	return e.and(known, rest), out
}

// made gives the node of a text of parts: the same for the same parts.
func (t *texting) made(parts []textPart) int {
	var joined []textPart
	for _, p := range parts {
		if last := len(joined) - 1; p.node == 0 && last >= 0 && joined[last].node == 0 {
			joined[last].text += p.text
		} else if p.node != 0 || p.text != "" {
			joined = append(joined, p)
		}
	}
	switch {
	case len(joined) == 0:
		return t.text("").at
	case len(joined) == 1 && joined[0].node == 0:
		return t.text(joined[0].text).at
	case len(joined) == 1 && t.nodes[joined[0].node].sort == texts:
		return joined[0].node
	}
	key := fmt.Sprintf("%#v", joined)
	n, ok := t.templates[key]
	if !ok {
		n = t.open(texts, "text").at
		t.templates[key], t.parts[n] = n, joined
	}
	return n
}

// plain writes a number as a part of a text.
func plain(r *big.Rat) string {
	n, err := scalar.ParseNumber(decimal(r).String())
	if err != nil {
		return ""
	}
	return n.Plain()
}

// spelled gives the text of parts; false where a part has no value yet.
func (s *writing) spelled(parts []textPart) (string, bool) {
	var out strings.Builder
	for _, p := range parts {
		switch {
		case p.node == 0:
			out.WriteString(p.text)
		case s.order.nodes[p.node].sort == numbers:
			r, ok := s.out[p.node].(*big.Rat)
			if !ok {
				return "", false
			}
			out.WriteString(plain(r))
		default:
			n := s.speaker(p.node)
			if _, ok := s.value[n]; !ok && !s.order.nodes[n].constant {
				return "", false
			}
			out.WriteString(s.read(n))
		}
	}
	return out.String(), true
}

// guessAt has the parts of a text be such that it is, or begins, the constant that
// another is.
func (s *writing) guessAt(n, with int) {
	if c := s.order.nodes[s.speaker(with)]; c.constant && s.parts[n] != nil {
		s.guess(s.parts[n], c.text)
	}
}

// guess adds what the open part of a text might be, of which there is one.
func (s *writing) guess(parts []textPart, text string) {
	before, after, open := "", "", 0
	for _, p := range parts {
		switch {
		case p.node != 0 && open != 0:
			return
		case p.node != 0:
			open = p.node
		case open == 0:
			before = p.text
		default:
			after = p.text
		}
	}
	rest, begins := strings.CutPrefix(text, before)
	if at := strings.Index(rest, after); after != "" && at >= 0 {
		rest = rest[:at]
	}
	if !begins || open == 0 {
		return
	}
	if s.order.nodes[open].sort == texts {
		s.hints[s.speaker(open)] = append(s.hints[s.speaker(open)], rest)
		return
	}
	n, err := scalar.ParseNumber(rest)
	if r, ok := new(big.Rat).SetString(rest); ok && err == nil && n.Plain() == rest && s.out[open] == nil {
		s.out[open] = r
	}
}

// settle gives the numbers that are parts of texts, and not spoken of elsewhere,
// values that no other has.
func (s *writing) settle(all []int) {
	taken := map[string]bool{}
	for n, v := range s.out {
		if r, ok := v.(*big.Rat); ok && s.order.nodes[n].sort == numbers {
			taken[r.RatString()] = true
		}
	}
	next := int64(0)
	for _, n := range all {
		for _, p := range s.parts[n] {
			if p.node == 0 || s.order.nodes[p.node].sort != numbers || s.out[p.node] != nil {
				continue
			}
			for next++; taken[big.NewRat(next, 1).RatString()]; next++ {
			}
			s.out[p.node] = big.NewRat(next, 1)
		}
	}
}
