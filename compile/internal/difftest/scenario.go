package difftest

import "fmt"

// What takes several statements that fit together is too rare by chance: these
// are written on purpose, and are themselves chosen at random.

// groundStatement lets a good deal be seen and done, so that what others
// restrict can be told from what nothing allows.
func (g *gen) groundStatement(w *writer) {
	t := pick(g, g.p.Tables)
	actions := append([]string{"view"}, some(g, []string{"update", "create", "import"}, 60)...)
	w.line("  allow \"table\" %q {", t.Name)
	w.line("    actions = %s", quotedList(actions))
	w.line("    rows = all")
	w.line("  }")
}

// masksOfOneField are statements that each show a field by a mask of their own,
// some on some rows only: the first that applies counts.
func (g *gen) masksOfOneField(w *writer) {
	t := pick(g, g.p.Tables)
	if len(t.beside()) == 0 {
		return
	}
	f := pick(g, t.beside())
	for range 2 + g.below(2) {
		rows := "all"
		if g.chance(40) {
			rows = g.condition(scope{row: t}, 0)
		}
		w.line("  allow \"table\" %q {", t.Name)
		w.line("    actions = [\"view\"]")
		w.line("    rows = %s", rows)
		w.line("    fields = %s", quotedList([]string{t.Key[0].Name, f.Name}))
		w.line("    mask = {\n      %s = %s\n    }", f.Name, g.constant(f.Type))
		w.line("  }")
	}
}

// setsThatMeet are statements that set fields which the checks of the others
// look at: given together, one may undo another.
func (g *gen) setsThatMeet(w *writer) {
	t := pick(g, g.p.Tables)
	fields := t.beside()
	if len(fields) < 2 {
		return
	}
	actions := quotedList([]string{"view", pick(g, []string{"update", "create", "import"})})
	for range 2 + g.below(2) {
		set, looked := pick(g, fields), pick(g, fields)
		if set.Type.Kind == "json" {
			continue
		}
		w.line("  allow \"table\" %q {", t.Name)
		w.line("    actions = %s", actions)
		w.line("    rows = all")
		w.line("    check = new.%s %s", looked.Name, g.lookedFor(looked))
		w.line("    set = {\n      %s = %s\n    }", set.Name, g.constant(set.Type))
		w.line("  }")
	}
}

func (g *gen) lookedFor(f *Field) string {
	if f.Type.Kind == "list" || f.Type.Kind == "json" || g.chance(50) {
		return pick(g, []string{"== null", "!= null"})
	}
	return fmt.Sprintf("%s %s", pick(g, []string{"==", "!="}), g.constant(f.Type))
}

// checkOverRelation is a write that depends on the row that a key leads to.
func (g *gen) checkOverRelation(w *writer) {
	t := pick(g, g.p.Tables)
	for _, r := range t.Rels {
		if r.Many {
			continue
		}
		f := pick(g, r.Target.Fields)
		w.line("  allow \"table\" %q {", t.Name)
		w.line("    actions = [\"view\", \"update\", \"create\"]")
		w.line("    rows = all")
		w.line("    check = new.%s.%s %s", r.Name, f.Name, g.lookedFor(f))
		w.line("  }")
		return
	}
}
