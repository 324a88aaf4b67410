package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// proofs measures whole processes that compare access and tell who has which: a
// change of one statement in a small and in large policies, and a matrix in which
// each cell has a condition of its own.
func proofs() ([]measure, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	ours := filepath.Join(dir, "portcullis-proofs")
	if text, err := exec.Command("go", "build", "-o", ours, "portcullis/cmd/portcullis").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building portcullis: %w\n%s", err, text)
	}
	var measures []measure
	for _, of := range []struct{ tables, profiles int }{{5, 4}, {100, 30}, {200, 50}} {
		statements := of.tables * of.profiles
		older, newer := filepath.Join(dir, fmt.Sprintf("older-%d", statements)), filepath.Join(dir, fmt.Sprintf("newer-%d", statements))
		for folder, condition := range map[string]string{older: "row.total > 3", newer: `row.total > 3 && row.name != "x"`} {
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(filepath.Join(folder, "p.portal.hcl"), []byte(grown(of.tables, of.profiles, condition)), 0o644); err != nil {
				return nil, err
			}
		}
		measures = append(measures, process(fmt.Sprintf("diff/%d-statements", statements), "portcullis-diff", ours, "diff", older, newer))
		if of.profiles == 30 {
			measures = append(measures, process(fmt.Sprintf("matrix/%d-tables-%d-profiles", of.tables, of.profiles), "portcullis-matrix", ours, "-C", older, "matrix"))
		}
	}
	return measures, nil
}

// grown writes a portal in which each profile sees each table's rows on a condition of
// its own, but for one, whose condition is given.
func grown(tables, profiles int, condition string) string {
	var b strings.Builder
	b.WriteString("portal \"grown\" {\n  users = \"people\"\n  login = \"email\"\n}\n")
	b.WriteString("table \"people\" {\n  fields = { id = number, email = string, client_id = number }\n}\n")
	for t := range tables {
		fmt.Fprintf(&b, `table "t%d" {
  fields = { id = number, owner_id = number, status = enum("a", "b"), total = number, name = string }
  belongs_to "owner" {
    table = "people"
    key   = "owner_id"
  }
}
`, t)
	}
	for p := range profiles {
		fmt.Fprintf(&b, "profile \"p%d\" {\n", p)
		for t := range tables {
			rows := []string{
				"row.owner_id == user.id", fmt.Sprintf("row.total > %d", p+t), fmt.Sprintf(`row.status == "a" && row.total < %d`, p),
				fmt.Sprintf(`row.owner.client_id == user.client_id || row.name == "n%d"`, p),
			}[(p+t)%4]
			if p+t == 0 {
				rows = condition
			}
			fmt.Fprintf(&b, "  allow \"table\" \"t%d\" {\n    actions = [\"view\", \"export\", \"update\"]\n    rows    = %s\n  }\n", t, rows)
		}
		b.WriteString("}\n")
	}
	return b.String()
}
