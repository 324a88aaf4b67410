package form

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// place reads the path of what is not ranged over.
func (d *decoder) place(in scope, x any) Place {
	p, many := d.path(in, x)
	if many != nil {
		d.fail("%v leads to many rows, where one value is meant", x)
	}
	return p
}

// list reads the path of what is ranged over.
func (d *decoder) list(in scope, x any) List {
	p, many := d.path(in, x)
	if many == nil && p.T.Kind != ListOf {
		d.fail("%v is not a list", x)
	}
	return List{At: p, Relation: many}
}

// path resolves a path; where it ends in a to-many relation, that is given,
// and the place is the row that it starts from.
func (d *decoder) path(in scope, x any) (Place, *Relation) {
	text, ok := x.(string)
	if !ok {
		d.fail("%v is not a path", x)
		return Place{}, nil
	}
	root, rest, more := strings.Cut(text, ".")
	var names []string
	if more {
		names = strings.Split(rest, ".")
	}
	switch root {
	case "row":
		return d.walk(Place{Root: Row}, in.table, names, text)
	case "new":
		return d.walk(Place{Root: New}, in.table, names, text)
	case "record":
		if d.form.Users == nil {
			d.fail("%q: there is no users table", text)
			return Place{}, nil
		}
		return d.walk(Place{Root: Record}, d.form.Users.Table, names, text)
	}
	if v := in.variable(root); v != nil {
		if v.Table != nil {
			return d.walk(Place{Root: Each, Var: v}, v.Table, names, text)
		}
		if len(names) == 0 {
			return Place{Root: Each, Var: v, T: v.Elem}, nil
		}
	}
	p, err := d.fact(root, names)
	if err != nil {
		d.fail("%q: %w", text, err)
	}
	return p, nil
}

// variable gives the variable of a name, or nil: "en" is the n-th from outside.
func (s scope) variable(name string) *Var {
	digits, ok := strings.CutPrefix(name, "e")
	i, err := strconv.Atoi(digits)
	if !ok || err != nil || i < 0 || i >= len(s.vars) {
		return nil
	}
	return s.vars[i]
}

// walk follows a path from a row over to-one relations, to a field, to a row,
// or to many of them.
func (d *decoder) walk(p Place, t *Table, names []string, text string) (Place, *Relation) {
	for i, name := range names {
		last := i == len(names)-1
		if t == nil {
			break
		}
		if f := t.Field(name); f != nil && last {
			p.Field, p.T = f, f.Type
			return p, nil
		}
		rel := t.Relation(name)
		switch {
		case rel == nil || rel.Many && !last:
			d.fail("%q: %s has no such field or relation", text, t.Name)
			return p, nil
		case rel.Many:
			return p, rel
		}
		p.Steps = append(p.Steps, rel)
		t = rel.Target
	}
	if t == nil || len(names) == 0 {
		d.fail("%q leads nowhere", text)
	}
	return p, nil
}

// fact resolves what is not of a row.
func (d *decoder) fact(root string, names []string) (Place, error) {
	switch {
	case root == "login" && len(names) == 0:
		return Place{Root: Login, T: d.form.LoginType()}, nil
	case root == "now" && len(names) == 0:
		return Place{Root: Now, T: Type{Kind: Timestamp}}, nil
	case root == "today" && len(names) == 0:
		return Place{Root: Today, T: Type{Kind: Date}}, nil
	case root == "hour" && len(names) == 0:
		return Place{Root: Hour, T: Type{Kind: Number}}, nil
	case root == "weekday" && len(names) == 0:
		return Place{Root: Weekday, T: Type{Kind: Number}}, nil
	case root == "team" && len(names) == 0:
		return Place{Root: TeamName, T: Type{Kind: String}}, nil
	case root == "team" && len(names) == 1:
		return property(TeamProperty, d.form.TeamProperties, names[0])
	case root == "property" && len(names) == 1:
		return property(UserProperty, d.form.UserProperties, names[0])
	default:
		return Place{}, errors.New("there is no such path")
	}
}

func property(root Root, list []Property, name string) (Place, error) {
	i := slices.IndexFunc(list, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return Place{}, errors.New("there is no such property")
	}
	return Place{Root: root, Name: name, T: list[i].Type}, nil
}

// KeyType gives the type of what identifies a person to whom is written: that
// of the users table's key, or string.
func (f *Form) KeyType() Type {
	if f.Users == nil {
		return Type{Kind: String}
	}
	return f.Users.Table.Key[0].Type
}

// LoginType gives the type of a request's login: that of the login field, or string.
func (f *Form) LoginType() Type {
	if f.Users == nil {
		return Type{Kind: String}
	}
	return f.Users.Login.Type
}
