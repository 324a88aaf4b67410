package bind_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"portcullis/rego/bind"
	"portcullis/rego/form"
)

const cellsPolicy = `
portal "acme" {}
table "orders" {
  fields = { id = number, status = enum("open", "done"), total = number, phone = string, note = string }
  field "vat" {
    type      = string
    sensitive = "tax"
  }
}
report "open_orders" {
  table  = "orders"
  rows   = row.status == "open"
  fields = ["id", "total"]
}
profile "clerk" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status == "open"
    fields  = ["id", "status", "phone", "vat"]
    mask    = { phone = "open" }
  }
  allow "table" "orders" {
    actions = ["view", "delete"]
    rows    = row.total > 10
    fields  = ["id", "status", "total", "phone"]
    mask    = { phone = null }
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.status == "open"
    fields  = ["status", "total", "note"]
    set     = { note = "by a clerk" }
  }
  allow "report" "open_orders" {
    actions = ["view"]
    rows    = all
  }
}
profile "plain" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total > 100
  }
}
profile "auditor" {
  includes = ["clerk"]
  reveal   = ["tax"]
}
profile "barred" {
  deny "table" "orders" {
    actions = ["view"]
    fields  = ["status"]
    rows    = row.total > 50
  }
  deny "table" "orders" {
    actions = ["delete"]
    rows    = row.total > 1000
  }
  deny "table" "orders" {
    actions = ["update"]
    fields  = ["total"]
    rows    = row.total > 20
  }
}
profile "closed" {
  deny "table" "orders" {}
}
`

// order is a row of cellsPolicy.
func order(status string, total any) map[string]any {
	return map[string]any{"id": 1, "status": status, "total": total, "phone": "123", "note": nil, "vat": "AT1"}
}

// written writes cells: a field as it is shown, =mask for a masked one, with *
// where it may be edited; hidden ones are left out.
func written(b *bind.Bound, cells []bind.Cell) string {
	var out []string
	for i, c := range cells {
		text := b.Fields()[i].Name
		switch c.State {
		case bind.Masked:
			mask, _ := json.Marshal(c.Mask)
			text += "=" + string(mask)
		case bind.Hidden:
			continue
		}
		if c.Editable {
			text += "*"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestCells(t *testing.T) {
	p := opened(t, cellsPolicy)
	for _, c := range []struct {
		profiles, on, action string
		row                  map[string]any
		want                 string // "-" where the action is not allowed
	}{
		{"clerk", "orders", "view", order("open", 5), `id status* phone="open"`},
		{"clerk", "orders", "view", order("done", 11), `id status total phone=null`},
		{"clerk", "orders", "view", order("open", 11), `id status* total* phone="open"`},
		{"clerk", "orders", "view", order("done", 5), `-`},
		{"clerk", "orders", "view", order("done", nil), `-`},
		{"clerk plain", "orders", "view", order("open", 101), `id status* total* phone note`},
		{"clerk plain", "orders", "view", order("done", 101), `id status total phone note`},
		{"auditor", "orders", "view", order("open", 5), `id status* phone="open" vat`},
		{"auditor", "orders", "view", order("done", 11), `id status total phone=null`},
		{"clerk barred", "orders", "view", order("open", 15), `id status* total* phone="open"`},
		{"clerk barred", "orders", "view", order("open", 25), `id status* total phone="open"`},
		{"clerk barred", "orders", "view", order("open", 60), `id total phone="open"`},
		{"clerk barred", "orders", "view", order("open", nil), `id phone="open"`}, // not known to be spared
		{"clerk", "orders", "delete", order("done", 11), `id status total phone=null`},
		{"clerk", "orders", "delete", order("open", 5), `-`},
		{"clerk barred", "orders", "delete", order("open", 1001), `-`},
		{"clerk", "orders", "update", order("open", 5), `id status* phone="open"`},
		{"clerk", "orders", "update", order("done", 11), `-`},
		{"clerk barred", "orders", "update", order("open", 60), `-`}, // nothing is left to change
		{"clerk closed", "orders", "view", order("open", 5), `-`},
		{"", "orders", "view", order("open", 5), `-`},
		{"nobody", "orders", "view", order("open", 5), `-`},
		{"clerk", "open_orders", "view", order("open", 5), `id total`},
		{"clerk", "open_orders", "view", order("done", 50), `-`},
		{"clerk closed", "open_orders", "view", order("open", 5), `-`},
		{"clerk", "orders", "view", map[string]any{"status": "open"}, `status*`},
	} {
		t.Run(fmt.Sprint(c.profiles, " ", c.action, " ", c.row["status"], " ", c.row["total"]), func(t *testing.T) {
			kind := form.KindTable
			if c.on == "open_orders" {
				kind = form.KindReport
			}
			who := p.Person(bind.User{Profiles: strings.Fields(c.profiles)}, now)
			b, err := who.Bind(kind, c.on, c.action)
			if err != nil {
				t.Fatal(err)
			}
			cells, ok := b.Cells(c.row, nil)
			got := written(b, cells)
			if !ok {
				got = "-"
			}
			if got != c.want {
				t.Errorf("it has %s", got)
			}
			if b.Allows(c.row) != ok {
				t.Errorf("it has cells %v, and is not allowed alike", ok)
			}
			if residual := byResidual(t, b, c.row); residual != strings.ReplaceAll(c.want, "*", "") {
				t.Errorf("by what is left it has %s", residual)
			}
		})
	}
}

// byResidual writes cells as SQL would have them from the residual.
func byResidual(t *testing.T, b *bind.Bound, row map[string]any) string {
	t.Helper()
	left := b.Residual()
	ask := func(f form.Formula) bool { return bind.Holds(f, row) }
	if !ask(left.Rows) {
		return "-"
	}
	editable := left.Edits == nil
	for _, e := range left.Edits {
		editable = editable || ask(e.When) && !ask(e.Unless)
	}
	if !editable {
		return "-"
	}
	cells := make([]bind.Cell, len(left.Sights))
	for i, s := range left.Sights {
		if _, has := row[s.Field.Name]; !has || !ask(s.Open) {
			continue
		}
		if ask(s.Plain) {
			cells[i].State = bind.Shown
			continue
		}
		for _, m := range s.Masks {
			if ask(m.When) {
				cells[i] = bind.Cell{State: bind.Masked, Mask: bind.GoValue(m.Shows.(form.Constant))}
				break
			}
		}
	}
	return written(b, cells)
}

// TestSights asks which cells depend on the row: of one statement none do.
func TestSights(t *testing.T) {
	p := opened(t, cellsPolicy)
	for _, c := range []struct{ profiles, want string }{
		{"plain", `id+ status+ total+ phone+ note+ vat-`},
		{"clerk", `id+ status+ total? phone? note- vat-`},
		{"auditor", `id+ status+ total? phone? note- vat?`},
		{"clerk plain", `id+ status+ total? phone? note? vat-`},
		{"plain barred", `id+ status? total+ phone+ note+ vat-`},
		{"", `id+ status- total- phone- note- vat-`},
	} {
		b := bound(t, p, bind.User{Profiles: strings.Fields(c.profiles)}, "orders", "view")
		var got []string
		for _, s := range b.Residual().Sights {
			switch {
			case s.Shown():
				got = append(got, s.Field.Name+"+")
			case s.Hidden():
				got = append(got, s.Field.Name+"-")
			default:
				got = append(got, s.Field.Name+"?")
			}
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, not %s", c.profiles, text, c.want)
		}
	}
	// Whoever sees a row by one of two masking statements sees one of two masks.
	masks := bound(t, p, bind.User{Profiles: []string{"clerk"}}, "orders", "view").Residual().Sights[3].Masks
	if len(masks) != 2 || masks[0].When == (form.Always{}) || masks[1].When != (form.Always{}) {
		t.Errorf("the masks are %+v", masks)
	}
}

func TestBindRefuses(t *testing.T) {
	p := opened(t, cellsPolicy)
	for _, c := range []struct {
		kind         form.ResourceKind
		name, action string
	}{
		{form.KindTable, "nothing", "view"},
		{form.KindReport, "orders", "view"},
		{form.KindMessage, "*", "access"},
		{form.KindTable, "orders", "create"},
		{form.KindTable, "orders", "manage_structure"},
		{form.KindTable, "orders", "fly"},
		{"", "", ""},
	} {
		if b, err := p.Person(bind.User{}, now).Bind(c.kind, c.name, c.action); b != nil || err == nil {
			t.Errorf("%s %s %s is bound", c.action, c.kind, c.name)
		}
	}
}

// TestAnonymous asks for people without a login, with and without a users table.
func TestAnonymous(t *testing.T) {
	const visitors = `
profile "visitor" {
  anonymous = true
  %s
}
profile "member" {
  default  = true
  includes = ["base"]
}
profile "base" {}
`
	record := map[string]any{"id": 1, "email": "ana"}
	for _, c := range []struct {
		portal, visitors string
		user             bind.User
		want             []string
		known            bool
	}{
		{"users", "", bind.User{}, nil, false},
		{"users", "", bind.User{Profiles: []string{"member"}}, nil, false},
		{"users", visitors, bind.User{}, []string{"base", "visitor"}, true},
		{"users", visitors, bind.User{Profiles: []string{"member"}, Team: "t"}, []string{"base", "visitor"}, true},
		{"users", visitors, bind.User{Login: ""}, nil, false},
		{"users", visitors, bind.User{Login: 1}, nil, false},
		{"users", visitors, bind.User{Record: record}, nil, false},
		{"users", visitors, bind.User{Record: map[string]any{}}, nil, false},
		{"users", visitors, bind.User{Login: "ana", Record: record, Profiles: []string{"visitor"}}, []string{"base", "member"}, true},
		{"", visitors, bind.User{}, []string{"base", "visitor"}, true},
		{"", visitors, bind.User{Login: ""}, []string{"base", "member"}, true},
		{"", visitors, bind.User{Record: record, Profiles: []string{"member"}}, nil, false},
		{"", "", bind.User{}, nil, true},
		{"", "", bind.User{Profiles: []string{"member"}}, []string{"base", "member"}, true},
		{"", "", bind.User{Login: "a"}, []string{"base", "member"}, true},
	} {
		head := "portal \"acme\" {}\n"
		if c.portal != "" {
			head = "portal \"acme\" {\n  users = \"people\"\n  login = \"email\"\n}\ntable \"people\" {\n  fields = { id = number, email = string }\n}\n"
		}
		source := head + fmt.Sprintf(visitors, `includes = ["base"]`)
		if c.visitors == "" {
			source = strings.Replace(source, "anonymous = true", "", 1)
		}
		who := opened(t, source).Person(c.user, "")
		if !slices.Equal(who.Profiles(), c.want) || who.Known() != c.known {
			t.Errorf("%q %t %+v: got %q, known %t", c.portal, c.visitors != "", c.user, who.Profiles(), who.Known())
		}
	}
}

// TestPeopleRefused asks for people without their row of the users table.
func TestPeopleRefused(t *testing.T) {
	p := opened(t, ofRows(`all`))
	for name, change := range map[string]func(*bind.User){
		"without a row":               func(u *bind.User) { u.Record = nil },
		"with another's":              func(u *bind.User) { u.Record["email"] = "bo@example.com" },
		"with another's, but case":    func(u *bind.User) { u.Record["email"] = "Ana@example.com" },
		"with a login of null":        func(u *bind.User) { u.Record["email"] = nil },
		"with a login of a number":    func(u *bind.User) { u.Record["email"] = 1 },
		"with a row without a login":  func(u *bind.User) { delete(u.Record, "email") },
		"without a login":             func(u *bind.User) { u.Login = nil },
		"of an empty login":           func(u *bind.User) { u.Login = "" },
		"nobody":                      func(u *bind.User) { *u = bind.User{Profiles: u.Profiles} },
		"with logins of another type": func(u *bind.User) { u.Login, u.Record["email"] = 1, 1 },
	} {
		u := ana(`all`)
		if !bound(t, p, u, "orders", "view").Allows(full()) {
			t.Fatal("ana sees nothing")
		}
		change(&u)
		if b := bound(t, p, u, "orders", "view"); b.Allows(full()) || b.Residual().Rows != (form.Never{}) {
			t.Errorf("who is %s sees rows", name)
		}
	}
}

// TestCellsOfManyKinds has rows be seen in more ways than are kept, by more statements
// than a word has bits, and again in another order: each is seen by its own statements.
func TestCellsOfManyKinds(t *testing.T) {
	for statements, rows := range map[int]int{3: 8, 7: 128, 70: 70} {
		applies := func(statement, row int) bool {
			if statements == 70 {
				return row%70 == statement || row%7 == statement
			}
			return row&(1<<statement) != 0
		}
		var fields, profile strings.Builder
		for i := range statements {
			var of []string
			for row := range rows {
				if applies(i, row) {
					of = append(of, fmt.Sprint(row))
				}
			}
			fmt.Fprintf(&fields, ", f%d = string", i)
			fmt.Fprintf(&profile, "allow \"table\" \"t\" {\n  actions = [\"view\"]\n  rows = contains([%s], row.id)\n  fields = [\"f%d\"]\n", strings.Join(of, ", "), i)
			if i%3 == 0 {
				fmt.Fprintf(&profile, "  mask = { f%d = \"masked\" }\n", i)
			}
			profile.WriteString("}\n")
		}
		b := bound(t, opened(t, "portal \"acme\" {}\ntable \"t\" {\n  fields = { id = number"+fields.String()+" }\n}\nprofile \"p\" {\n"+profile.String()+"}\n"),
			bind.User{Login: "x", Profiles: []string{"p"}}, "t", "view")
		lists := b.Columns(fieldNames(b)...)
		for n := range 3 * rows {
			id := n * 3 % rows // 3 divides none of the numbers of rows
			row, list := map[string]any{"id": id}, []any{id}
			for i := range statements {
				if i%5 != n%5 { // else it is not there
					row[fmt.Sprint("f", i)] = "x"
				}
				list = append(list, row[fmt.Sprint("f", i)])
			}
			want, seen := []bind.Cell{{State: bind.Shown}}, false
			inList := slices.Clone(want)
			for i := range statements {
				var cell, column bind.Cell
				if applies(i, id) {
					seen = true
					cell = bind.Cell{State: bind.Shown}
					if i%3 == 0 {
						cell = bind.Cell{State: bind.Masked, Mask: "masked"}
					}
					column = cell
					if _, there := row[fmt.Sprint("f", i)]; !there {
						cell = bind.Cell{}
					}
				}
				want, inList = append(want, cell), append(inList, column)
			}
			if !seen {
				want, inList = nil, nil
			}
			if got, ok := b.Cells(row, nil); ok != seen || !slices.Equal(got, want) {
				t.Fatalf("%d statements, a map with id %d: %v, %v, not %v", statements, id, ok, got, want)
			}
			if got, ok := lists.Cells(list, nil); ok != seen || !slices.Equal(got, inList) {
				t.Fatalf("%d statements, a list with id %d: %v, %v, not %v", statements, id, ok, got, inList)
			}
		}
	}
}

func fieldNames(b *bind.Bound) []string {
	var names []string
	for _, f := range b.Fields() {
		names = append(names, f.Name)
	}
	return names
}
