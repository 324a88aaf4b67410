package regogen

import (
	"fmt"
	"strings"

	"portcullis/rego/form"
)

// Known writes that an operand is there, not null, and of its type. Where the
// operand's own term is undefined otherwise, it need not be said unless alone.
func (b *Body) Known(x form.Operand, alone bool) []string {
	switch x := x.(type) {
	case form.Constant:
		return nil
	case form.Changed:
		return b.Known(x.X, false)
	case form.Count:
		return b.listed(x.Over)
	case form.Template:
		var lines []string
		for _, part := range x {
			lines = append(lines, b.Known(part, true)...)
		}
		return lines
	case form.Moved, form.Midnight:
		if alone {
			return []string{b.Term(x)}
		}
		return nil
	case form.Place:
		return b.knownPlace(x, alone)
	default:
		panic(fmt.Sprintf("regogen: an operand of kind %T", x))
	}
}

func (b *Body) knownPlace(p form.Place, alone bool) []string {
	at := b.place(p)
	if p.Root == form.Each && p.Field == nil {
		return []string{at + " != null"} // the list's elements have been checked
	}
	switch p.T.Kind {
	case form.String:
		return []string{"is_string(" + at + ")"}
	case form.Number:
		if p.Root == form.Hour || p.Root == form.Weekday {
			return b.ifAlone(alone, p)
		}
		if b.paged && inColumn(p) {
			return []string{"is_number(" + at + ")"}
		}
		return []string{b.Library("types") + ".number(" + at + ")"}
	case form.Bool:
		return []string{"is_boolean(" + at + ")"}
	case form.Date:
		if p.Root == form.Today {
			return b.ifAlone(alone, p)
		}
		return []string{b.Library("clock") + ".is_date(" + at + ")"}
	case form.Timestamp:
		return b.ifAlone(alone, p)
	default:
		return []string{b.Valid(p.T, at)}
	}
}

func (b *Body) ifAlone(alone bool, p form.Place) []string {
	if alone {
		return []string{b.Term(p)}
	}
	return nil
}

// Valid writes that what stands somewhere is a value of a type.
func (b *Body) Valid(t form.Type, at string) string {
	if t.Kind == form.Enum {
		return at + " in " + Literal(SetOf(t.Values))
	}
	return fmt.Sprintf("%s.valid(%s, %s)", b.Library("types"), Literal(typeLiteral(t)), at)
}

// place writes the reference to where a value stands. What was not given of the
// person is undefined, which proves as little as null does (see orNull).
func (b *Body) place(p form.Place) string {
	var at string
	switch p.Root {
	case form.Row:
		at = "row"
	case form.New:
		at = "new"
	case form.Record:
		at = b.user() + ".record"
	case form.Each:
		at = b.Vars[p.Var]
	case form.Login:
		return b.user() + ".login"
	case form.UserProperty:
		return Dotted(b.user()+".properties", p.Name)
	case form.TeamName:
		return b.user() + ".team"
	case form.TeamProperty: // a declared team has its own
		return Dotted(b.Library("principal")+".team.properties", p.Name)
	case form.Now:
		return b.Library("clock") + ".now"
	case form.Today:
		return b.Library("clock") + ".today"
	case form.Hour:
		return b.Library("clock") + ".hour"
	case form.Weekday:
		return b.Library("clock") + ".weekday"
	default:
		panic(fmt.Sprintf("regogen: a place of root %d", p.Root))
	}
	for _, step := range p.Steps {
		at = Dotted(at, step.Name)
	}
	if p.Field != nil {
		at = Dotted(at, p.Field.Name)
	}
	return at
}

// user writes the reference to who asks.
func (b *Body) user() string {
	if b.visited {
		return b.Library("principal") + ".user"
	}
	return "input.user"
}

// orNull writes the reference to where a value stands, null where it was not
// given.
func (b *Body) orNull(p form.Place) string {
	switch p.Root {
	case form.UserProperty:
		return Dotted(b.Library("principal")+".properties", p.Name)
	case form.TeamName:
		return b.Library("principal") + ".team.name"
	default:
		return b.place(p)
	}
}

// List writes the reference to what is ranged over.
func (b *Body) List(over form.List) string {
	at := b.place(over.At)
	if over.Relation != nil {
		at = Dotted(at, over.Relation.Name)
	}
	return at
}

// Term writes an operand so that operands of its type compare as they should:
// a timestamp as its instant.
func (b *Body) Term(x form.Operand) string {
	switch x := x.(type) {
	case form.Constant:
		if x.T.Kind == form.Timestamp {
			return fmt.Sprint(x.Instant())
		}
		return Literal(x)
	case form.Place:
		if x.T.Kind == form.Timestamp && x.Root != form.Now {
			return fmt.Sprintf("%s.instant(%s)", b.Library("clock"), b.place(x))
		}
		return b.place(x)
	case form.Changed:
		library, call := x.By.Rego()
		if library != "" {
			call = b.Library(library) + "." + call
		}
		return fmt.Sprintf(call, b.Term(x.X))
	case form.Moved:
		name := "add"
		if x.Type().Kind == form.Date {
			name = "date_add"
		}
		return fmt.Sprintf("%s.%s(%s, %d)", b.Library("clock"), name, b.Term(x.X), x.By)
	case form.Midnight:
		return fmt.Sprintf("%s.midnight(%s)", b.Library("clock"), b.Term(x.X))
	case form.Template:
		parts := make([]string, len(x))
		for i, part := range x {
			if parts[i] = b.Term(part); !isText(part.Type().Kind) {
				parts[i] = b.Library("types") + ".spelling(" + parts[i] + ")"
			}
		}
		return "concat(\"\", [" + strings.Join(parts, ", ") + "])"
	case form.Count:
		return "count(" + b.List(x.Over) + ")"
	default:
		panic(fmt.Sprintf("regogen: an operand of kind %T", x))
	}
}

// isText reports whether values of a kind are texts as they are.
func isText(kind form.Kind) bool {
	return kind == form.String || kind == form.Enum || kind == form.UUID
}

// value writes an operand as what a write gets: a timestamp as text.
func (b *Body) value(x form.Operand) string {
	if x.Type().Kind != form.Timestamp {
		return b.Term(x)
	}
	switch x := x.(type) {
	case form.Constant:
		return Literal(x)
	case form.Place:
		if x.Root == form.Now {
			return b.Library("clock") + ".now_text"
		}
		return b.place(x)
	default:
		return fmt.Sprintf("%s.text_of(%s)", b.Library("clock"), b.Term(x))
	}
}
