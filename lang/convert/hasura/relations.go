package hasura

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/lang/convert"
	"portcullis/lang/pull"
)

// using says by which columns a relationship goes; to is nil where only the database
// knows the other table.
type using struct {
	column, other string // of this table, and of the other
	to            *table
	why           string
}

// declareRelationship notes a relationship, and declares its columns.
func (im *importer) declareRelationship(t *table, n node, many bool) {
	name := n.get("name").text()
	u := im.using(t, n.get("using"), many)
	if u.column != "" {
		im.column(t, u.column)
	}
	if u.to != nil && u.other != "" {
		im.column(u.to, u.other)
	}
	t.relations[name] = &relationship{many: many, to: u.to, why: u.why}
}

// using reads by which columns a relationship goes.
func (im *importer) using(t *table, n node, many bool) using {
	if manual := n.get("manual_configuration"); !manual.none() {
		schema, name := named(manual.get("remote_table"))
		mapping := manual.get("column_mapping").members()
		u := using{to: im.tables[schema+"."+name]}
		switch {
		case u.to == nil:
			u.why = fmt.Sprintf("the table %s.%s is not tracked", schema, name)
		case len(mapping) != 1:
			u.to, u.why = nil, "a relation goes over one column"
		default:
			u.column, u.other = mapping[0].name, mapping[0].value.text()
		}
		return u
	}
	key := n.get("foreign_key_constraint_on")
	if !many && key.text() != "" {
		return using{column: key.text(), why: "only the database knows the table that it leads to"}
	}
	column := key.get("column").text()
	if columns := key.get("columns"); columns.Node != nil && len(columns.Content) == 1 {
		column = columns.Content[0].Value
	}
	schema, name := named(key.get("table"))
	to := im.tables[schema+"."+name]
	switch {
	case key.Node != nil && len(key.Content) == 1 && !many && key.Content[0].Value != "": // [column]
		return using{column: key.Content[0].Value, why: "only the database knows the table that it leads to"}
	case column == "":
		return using{why: "a relation goes over one column"}
	case to == nil:
		return using{why: fmt.Sprintf("the table %s.%s is not tracked", schema, name)}
	case many:
		return using{column: columnOf(t, t.Key[0]), other: column, to: to}
	default: // a one-to-one relationship, whose key the other table has
		return using{why: "the other table has the key, so that it may lead to several rows"}
	}
}

// columnOf gives the column of a field.
func columnOf(t *table, field string) string {
	if f := t.Field(field); f.Column != "" {
		return f.Column
	}
	return field
}

// findTargets finds where the foreign keys lead of which metadata say only the column:
// to the table with an array relationship back by it, or the one that has the name.
func (im *importer) findTargets() {
	for _, t := range im.list {
		for _, n := range im.entries(t, "object_relationships") {
			name := n.get("name").text()
			r := t.relations[name]
			u := im.using(t, n.get("using"), false)
			if r == nil || r.to != nil || u.column == "" {
				continue
			}
			targets := im.back(t, u.column)
			if len(targets) == 0 {
				targets = im.called(name, u.column)
			}
			if len(targets) == 1 {
				r.to, r.why = targets[0], ""
			}
		}
	}
}

// back gives the tables with an array relationship to one, by a column of that.
func (im *importer) back(t *table, column string) []*table {
	var out []*table
	for _, other := range im.list {
		for _, n := range im.entries(other, "array_relationships") {
			u := im.using(other, n.get("using"), true)
			if u.to == t && u.other == column && u.column == columnOf(other, other.Key[0]) && !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out
}

// called gives the tables whose name a relationship and its column have.
func (im *importer) called(relation, column string) []*table {
	var out []*table
	stem := strings.TrimSuffix(strings.TrimSuffix(column, "_id"), "_uuid")
	for _, t := range im.list {
		for _, name := range []string{relation, stem} {
			if t.name == name || t.name == name+"s" || t.name == name+"es" || strings.HasSuffix(name, "y") && t.name == strings.TrimSuffix(name, "y")+"ies" {
				if !slices.Contains(out, t) {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// relateAll declares the relations of the portal.
func (im *importer) relateAll() {
	for _, t := range im.list {
		for _, key := range []string{"object_relationships", "array_relationships"} {
			for _, n := range im.entries(t, key) {
				name := n.get("name").text()
				r := t.relations[name]
				u := im.using(t, n.get("using"), r.many)
				if r.to == nil {
					im.left(n, fmt.Sprintf("%s of %s", name, t.name), r.why)
					continue
				}
				if u.other == "" {
					u.other = columnOf(r.to, r.to.Key[0])
				}
				im.relate(t, n, name, r, u)
			}
		}
	}
}

func (im *importer) relate(t *table, n node, name string, r *relationship, u using) {
	here, there := im.column(t, u.column), im.column(r.to, u.other)
	ident := convert.Free(pull.Identifier(name, "r_"), func(s string) bool { return t.Field(s) != nil || t.Relation(s) != nil })
	relation := &convert.Relation{Name: ident, Many: r.many, Table: r.to.Name}
	switch {
	case here == nil || there == nil:
		r.why = "a policy cannot write the column's name"
	case r.many && here.Name == t.Key[0] && there.Name != r.to.Key[0]:
		relation.Key = []string{there.Name}
		im.equal = append(im.equal, pair{there, here})
	case !r.many && there.Name == r.to.Key[0] && here.Name != t.Key[0]:
		relation.Key = []string{here.Name}
		im.equal = append(im.equal, pair{here, there})
	default:
		r.why = "a relation goes from a key of another table to its row, or back"
	}
	if r.why != "" {
		r.to = nil
		im.left(n, fmt.Sprintf("%s of %s", name, t.name), r.why)
		return
	}
	r.name = ident
	t.Relations = append(t.Relations, relation)
	im.found(convert.Exact, n, fmt.Sprintf("%s of %s", name, t.name), "")
}
