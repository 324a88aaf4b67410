package hasura

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"portcullis/lang/convert"
	"portcullis/lang/pull"
	"portcullis/rego/scalar"
)

// importer reads metadata.
type importer struct {
	*loader
	portal *convert.Portal
	tables map[string]*table // by schema and name
	list   []*table          // in the metadata's order
	kinds  []guess
	equal  []pair
	roles  map[string]*convert.Profile
}

// table is a table of the metadata.
type table struct {
	*convert.Table
	schema, name string
	node         node
	relations    map[string]*relationship
}

// relationship leads to another table; to is nil where it is not known which.
type relationship struct {
	many bool
	to   *table
	name string // the portal's
	why  string // why it is not known
}

// guess is what a comparison gives away of a field's type, and pair are fields that hold
// the same keys.
type (
	guess struct {
		field *convert.Field
		kind  scalar.Kind
	}
	pair struct{ a, b *convert.Field }
)

// Portal reads the metadata in a folder.
func Portal(name string, files fs.FS) (*convert.Portal, error) {
	im := &importer{
		loader: &loader{files: files, open: map[string]bool{}},
		portal: &convert.Portal{Name: name, Description: "Imported from Hasura's metadata"},
		tables: map[string]*table{}, roles: map[string]*convert.Profile{},
	}
	if err := im.readTables(); err != nil {
		return nil, err
	}
	im.declareColumns()
	im.relateAll()
	im.settleTypes()
	for _, t := range im.list {
		im.readPermissions(t)
	}
	if err := im.readInherited(); err != nil {
		return nil, err
	}
	for _, other := range []string{"actions.yaml", "remote_schemas.yaml", "query_collections.yaml"} {
		if n, there, err := im.load(other); err == nil && there && (len(n.Content) > 0) {
			im.left(n, strings.TrimSuffix(other, ".yaml"), "it is no matter of rows and fields")
		}
	}
	im.portal.NameFiles()
	return im.portal, nil
}

// readTables finds the tables of all sources.
func (im *importer) readTables() error {
	databases, there, err := im.load("databases/databases.yaml")
	if err != nil {
		return err
	}
	var lists []node
	if !there {
		old, there, err := im.load("tables.yaml")
		if err != nil {
			return err
		}
		if !there {
			return errors.New("the folder has no databases/databases.yaml: it is none of Hasura's metadata, version 3")
		}
		lists = append(lists, old)
	} else {
		sources, err := im.items(databases)
		if err != nil {
			return err
		}
		for _, s := range sources {
			if kind := s.get("kind").text(); kind != "postgres" && kind != "citus" && kind != "cockroach" && kind != "" {
				im.left(s, "source "+s.get("name").text(), "it is of kind "+kind+", whose conditions may mean something else")
				continue
			}
			lists = append(lists, s.get("tables"))
			if f := s.get("functions"); !f.none() {
				im.left(f, "functions of "+s.get("name").text(), "they are no matter of rows and fields")
			}
		}
	}
	for _, list := range lists {
		tables, err := im.items(list)
		if err != nil {
			return err
		}
		for _, n := range tables {
			if err := im.addTable(n); err != nil {
				return err
			}
		}
	}
	if len(im.list) == 0 {
		return errors.New("the metadata have no table")
	}
	return nil
}

// named reads what names a table: a name, or a name and a schema.
func named(n node) (schema, name string) {
	if name = n.text(); name != "" {
		return "public", name
	}
	if schema = n.get("schema").text(); schema == "" {
		schema = "public"
	}
	return schema, n.get("name").text()
}

func (im *importer) addTable(n node) error {
	schema, name := named(n.get("table"))
	switch {
	case name == "":
		return fmt.Errorf("%s:%d: a table has a name", n.file, n.Line)
	case !pull.Sayable(name) || strings.Contains(name, ".") || strings.Contains(schema, "."):
		im.left(n, name, "a policy cannot write the name")
		return nil
	case im.tables[schema+"."+name] != nil:
		return fmt.Errorf("%s:%d: the table %s.%s is there twice", n.file, n.Line, schema, name)
	}
	ident := convert.Free(pull.Identifier(name, "t_"), func(s string) bool { return im.portal.Table(s) != nil })
	t := &table{Table: &convert.Table{Name: ident, Key: []string{"id"}}, schema: schema, name: name, node: n, relations: map[string]*relationship{}}
	if source := strings.TrimPrefix(schema+"."+name, "public."); source != ident {
		t.Source = source
	}
	im.tables[schema+"."+name] = t
	im.list = append(im.list, t)
	im.portal.Tables = append(im.portal.Tables, t.Table)
	im.column(t, "id").Type = convert.Type{Kind: scalar.Number}
	return nil
}

// column gives the field of a column, made where it is new; nil if a policy cannot write
// its name.
func (im *importer) column(t *table, name string) *convert.Field {
	if !pull.Sayable(name) || name == "" {
		return nil
	}
	for _, f := range t.Fields {
		if f.Column == name || f.Column == "" && f.Name == name {
			return f
		}
	}
	f := &convert.Field{Type: convert.Type{Kind: scalar.String}}
	f.Name = convert.Free(pull.Identifier(name, "c_"), func(s string) bool { return t.Field(s) != nil })
	if f.Name != name {
		f.Column = name
	}
	t.Fields = append(t.Fields, f)
	return f
}

// declareColumns declares the columns that permissions name, and those of conditions.
func (im *importer) declareColumns() {
	for _, t := range im.list {
		for _, kind := range kinds {
			for _, entry := range im.entries(t, kind.key) {
				p := entry.get("permission")
				if columns := p.get("columns"); columns.Node != nil {
					for _, c := range columns.Content {
						im.column(t, c.Value)
					}
				}
				for _, m := range p.get("set").members() {
					im.column(t, m.name)
				}
			}
		}
	}
	for _, t := range im.list {
		for _, key := range []string{"object_relationships", "array_relationships"} {
			for _, r := range im.entries(t, key) {
				im.declareRelationship(t, r, key == "array_relationships")
			}
		}
	}
	im.findTargets()
	for _, t := range im.list {
		for _, kind := range kinds {
			for _, entry := range im.entries(t, kind.key) {
				im.declareCondition(t, entry.get("permission").get("filter"))
				im.declareCondition(t, entry.get("permission").get("check"))
			}
		}
	}
}

// entries gives the items of a list of a table; what is wrong with it is told when it is
// read.
func (im *importer) entries(t *table, key string) []node {
	items, err := im.items(t.node.get(key))
	if err != nil {
		return nil
	}
	return items
}

// left and its kin note what became of a part of the metadata.
func (im *importer) left(n node, what, why string) { im.found(convert.LeftOut, n, what, why) }

func (im *importer) found(how convert.How, n node, what, why string) {
	line := 1
	if n.Node != nil {
		line = max(1, n.Line)
	}
	im.portal.Found(convert.Finding{How: how, File: n.file, Line: line, What: what, Why: why})
}

// settleTypes gives each field the type that comparisons of it, and of the fields that
// hold the same keys, agree on.
func (im *importer) settleTypes() {
	kinds := map[*convert.Field][]scalar.Kind{}
	for _, g := range im.kinds {
		kinds[g.field] = append(kinds[g.field], g.kind)
	}
	settle := func(f *convert.Field) {
		of := kinds[f]
		if len(of) == 0 {
			return
		}
		kind := of[0]
		if slices.ContainsFunc(of, func(k scalar.Kind) bool { return k != kind }) {
			kind = scalar.String
		}
		f.Type = convert.Type{Kind: kind}
	}
	for _, t := range im.list {
		for _, f := range t.Fields {
			settle(f)
		}
	}
	// What holds keys of a table is of the type of its key.
	for range im.equal {
		for _, p := range im.equal {
			p.a.Type = p.b.Type
		}
	}
}
