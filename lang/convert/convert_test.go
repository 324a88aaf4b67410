package convert_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"portcullis/lang/convert"
	"portcullis/lang/convert/internal/converttest"
	"portcullis/rego/scalar"

	_ "portcullis/internal/update" // for -update
)

var (
	number = convert.Type{Kind: scalar.Number}
	text   = convert.Type{Kind: scalar.String}
	flag   = convert.Type{Kind: scalar.Bool}
	date   = convert.Type{Kind: scalar.Date}
	list   = convert.Type{Kind: scalar.List, Elem: &text}
)

// library is a portal of two tables that lead to one another.
func library() *convert.Portal {
	return &convert.Portal{
		Name:       "library",
		Properties: []*convert.Field{{Name: "who", Type: text}, {Name: "nr", Type: number}, {Name: "ones", Type: convert.Type{Kind: scalar.List, Elem: &number}}},
		Tables: []*convert.Table{{
			Name: "books", Key: []string{"id"},
			Fields: []*convert.Field{
				{Name: "id", Type: number},
				{Name: "title", Type: text},
				{Name: "pages", Type: number},
				{Name: "lent", Type: flag, Required: true},
				{Name: "bought", Type: date},
				{Name: "tags", Type: list},
				{Name: "author_id", Type: number},
			},
			Relations: []*convert.Relation{{Name: "author", Table: "authors", Key: []string{"author_id"}}},
		}, {
			Name: "authors", Key: []string{"id"},
			Fields: []*convert.Field{
				{Name: "id", Type: number},
				{Name: "name", Type: text},
				{Name: "born", Type: number},
			},
			Relations: []*convert.Relation{{Name: "books", Many: true, Table: "books", Key: []string{"author_id"}}},
		}},
	}
}

// conditions draws conditions on books, or on what is around one.
type conditions struct{ *rand.Rand }

func (r conditions) column(up int, name string, t convert.Type, null bool) convert.Column {
	return convert.Column{Up: up, Path: []string{name}, Type: t, Null: null}
}

func (r conditions) number() convert.Const {
	return convert.Const{Type: number, Value: json.Number(fmt.Sprint(r.IntN(9)))}
}

func (r conditions) op(ordered bool) string {
	ops := []string{"==", "!=", "<", "<=", ">", ">="}
	if !ordered {
		ops = ops[:2]
	}
	return ops[r.IntN(len(ops))]
}

func (r conditions) book(up, deep int) convert.Cond {
	pages := r.column(up, "pages", number, true)
	title := r.column(up, "title", text, true)
	switch n := r.IntN(14); {
	case deep > 0 && n < 3:
		return convert.All(r.book(up, deep-1), r.book(up, deep-1))
	case deep > 0 && n < 6:
		return convert.Any(r.book(up, deep-1), r.book(up, deep-1))
	case deep > 0 && n == 6:
		return convert.Not{Cond: r.book(up, deep-1)}
	case deep > 0 && n == 7:
		return convert.Not{Cond: convert.IsTrue{Cond: r.book(up, deep-1)}}
	case deep > 0 && n == 8 && up == 0:
		return convert.Exists{
			Path: []string{"author"}, Key: &convert.Column{Path: []string{"id"}, Type: number}, Where: r.author(deep - 1),
		}
	case n == 9:
		return convert.Null{X: pages}
	case n == 10:
		return convert.Has{List: convert.Person{Name: "ones", Type: convert.Type{Kind: scalar.List, Elem: &number}}, X: pages}
	case n == 11:
		return convert.In{X: title, Values: []convert.Const{{Type: text, Value: "some"}, {Type: text, Value: "a"}}}
	case n == 12:
		return convert.Text{Func: []string{"startswith", "endswith", "strcontains"}[r.IntN(3)], X: title, Y: convert.Const{Type: text, Value: "so"}}
	case n == 13:
		return convert.Compare{Op: r.op(false), X: r.column(up, "lent", flag, false), Y: convert.Const{Type: flag, Value: true}}
	case n%3 == 0:
		return convert.Compare{Op: r.op(true), X: r.column(up, "bought", date, true), Y: convert.Const{Type: date, Value: "2026-01-20"}}
	case n%3 == 1:
		return convert.Compare{Op: r.op(false), X: title, Y: convert.Person{Name: "who", Type: text}}
	default:
		return convert.Compare{Op: r.op(true), X: pages, Y: r.number()}
	}
}

// author draws conditions on the author of a book, which is around.
func (r conditions) author(deep int) convert.Cond {
	switch n := r.IntN(6); {
	case deep > 0 && n == 0:
		return convert.All(r.author(deep-1), r.book(1, deep-1))
	case deep > 0 && n == 1:
		return convert.Not{Cond: r.author(deep - 1)}
	case deep > 0 && n == 2:
		return convert.Exists{Path: []string{"books"}, Many: true, Where: r.book(0, 0)}
	case n == 3:
		return convert.Null{X: r.column(0, "born", number, true)}
	case n == 4:
		return convert.Compare{Op: r.op(true), X: r.column(0, "born", number, true), Y: r.column(1, "pages", number, true)}
	default:
		return convert.Compare{Op: r.op(false), X: r.column(0, "name", text, true), Y: convert.Const{Type: text, Value: "some"}}
	}
}

// TestConditions holds what is written to what is evaluated: each profile of a portal
// has some condition, and the tests say which rows it is true of.
func TestConditions(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		r := conditions{rand.New(rand.NewPCG(seed, 18))}
		p := library()
		for i := range 6 {
			name := fmt.Sprintf("p%d", i)
			p.Profiles = append(p.Profiles, &convert.Profile{Name: name, File: name, Rules: []*convert.Rule{{
				Kind: "table", Names: []string{"books"}, Actions: []string{"view", "delete"}, Rows: r.book(0, 3),
			}}})
		}
		if n := converttest.Run(t, p); n < 12 {
			t.Errorf("%d tests ran, not two for each profile", n)
		}
	}
}

// TestNotExists: where none of the related rows may be such that a condition is true,
// one of which it is unknown does no harm.
func TestNotExists(t *testing.T) {
	t.Parallel()
	named := convert.Compare{Op: "==", X: convert.Column{Path: []string{"name"}, Type: text, Null: true}, Y: convert.Const{Type: text, Value: "some"}}
	thick := convert.Compare{Op: ">", X: convert.Column{Path: []string{"pages"}, Type: number, Null: true}, Y: convert.Const{Type: number, Value: json.Number("6")}}
	for want, rule := range map[string]*convert.Rule{
		"row.author.id == null || row.author.name != \"some\" || row.author.name == null": {Names: []string{"books"}, Rows: convert.Not{Cond: convert.Exists{
			Path: []string{"author"}, Key: &convert.Column{Path: []string{"id"}, Type: number}, Where: named,
		}}},
		"alltrue([for e in row.books : e.pages <= 6 || e.pages == null])": {Names: []string{"authors"}, Rows: convert.Not{Cond: convert.Exists{
			Path: []string{"books"}, Many: true, Where: thick,
		}}},
	} {
		rule.Kind, rule.Actions = "table", []string{"view"}
		p := library()
		p.Profiles = []*convert.Profile{{Name: "reader", File: "reader", Rules: []*convert.Rule{rule}}}
		files, err := p.Files()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(files["reader.portal.hcl"], []byte("rows = "+want+"\n")) && !bytes.Contains(files["reader.portal.hcl"], []byte("rows    = "+want+"\n")) {
			t.Errorf("want %s\n%s", want, files["reader.portal.hcl"])
		}
		converttest.Run(t, p)
	}
}
