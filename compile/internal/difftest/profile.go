package difftest

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

func inTextOrder(spots []spot) []spot {
	slices.SortStableFunc(spots, func(a, b spot) int { return strings.Compare(a.text, b.text) })
	return spots
}

func (g *gen) writeProfiles(w *writer) {
	for i, name := range g.p.Profiles {
		w.line("profile %s {", quoted(name))
		switch {
		case slices.Contains(g.p.Anonymous, name):
			w.line("  anonymous = true")
		case i == 0 && g.chance(60) || g.chance(10):
			w.line("  default = true")
		}
		// Only later ones are included, so that there is no circle.
		if later := some(g, g.p.Profiles[i+1:], 30); len(later) > 0 {
			w.line("  includes = %s", quotedList(later))
		}
		if classes := some(g, g.p.classes(), 50); len(classes) > 0 {
			w.line("  reveal = %s", quotedList(classes))
		}
		ground := 60
		if g.rowwise {
			ground = 20
		}
		if g.chance(ground) {
			g.groundStatement(w)
		}
		for _, scenario := range some(g, []func(*writer){g.masksOfOneField, g.setsThatMeet, g.checkOverRelation}, 20) {
			scenario(w)
		}
		for range 1 + g.below(7) {
			g.statement(w)
		}
		if g.chance(30) {
			g.writeMenu(w)
		}
		w.line("}")
	}
}

// classes gives the classes of sensitive fields that there are.
func (p *Portal) classes() []string {
	var classes []string
	for _, t := range p.Tables {
		for _, f := range t.Fields {
			if f.Sensitive != "" && !slices.Contains(classes, f.Sensitive) {
				classes = append(classes, f.Sensitive)
			}
		}
	}
	slices.Sort(classes)
	return classes
}

func (g *gen) writeMenu(w *writer) {
	type item struct{ kind, name string }
	var items []item
	for _, t := range g.p.Tables {
		items = append(items, item{"table", t.Name})
	}
	for _, r := range g.p.Reports {
		items = append(items, item{"report", r.Name})
	}
	for _, f := range g.p.Forms {
		items = append(items, item{"form", f.Name})
	}
	for _, of := range g.p.Components {
		for _, name := range of.names {
			if slices.Contains(form.MenuKinds(), of.kind) {
				items = append(items, item{string(of.kind), name})
			}
		}
	}
	w.line("  menu {")
	for _, section := range some(g, []string{"work", "more"}, 60) {
		w.line("    section %q {", section)
		if g.chance(60) {
			w.line("      label = %q", "Label "+fmt.Sprint(g.below(9)))
		}
		for _, it := range some(g, items, 40) {
			w.line("      item %q %s {", it.kind, quoted(it.name))
			if g.chance(50) {
				w.line("        label = %q", "My "+it.kind)
			}
			if it.kind == "table" && g.chance(30) {
				w.line("        as = \"board\"")
			}
			w.line("      }")
		}
		w.line("    }")
	}
	w.line("  }")
}

func (g *gen) writeTeams(w *writer) {
	members := slices.DeleteFunc(slices.Clone(g.p.Profiles), func(name string) bool { return slices.Contains(g.p.Anonymous, name) })
	for _, name := range g.p.Teams {
		w.line("team %q {", name)
		if list := some(g, members, 40); len(list) > 0 {
			w.line("  profiles = %s", quotedList(list))
		}
		if props := some(g, g.p.TeamProperties, 60); len(props) > 0 {
			w.line("  properties = {")
			for _, f := range props {
				w.line("    %s = %s", f.Name, g.constant(f.Type))
			}
			w.line("  }")
		}
		w.line("}")
	}
}
