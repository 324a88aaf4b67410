package lang

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// bigPortal has tables of 20 fields, and statements over them.
func bigPortal(tables, statements int) fstest.MapFS {
	var schema, policy strings.Builder
	schema.WriteString("portal \"big\" {\n  users = \"t0\"\n  login = \"f1\"\n}\n")
	for i := range tables {
		fmt.Fprintf(&schema, "table \"t%d\" {\n  owner = \"f2\"\n  fields = {\n    id = number\n    f1 = string\n    f2 = number\n", i)
		for f := 3; f < 20; f++ {
			fmt.Fprintf(&schema, "    f%d = %s\n", f, []string{"string", "number", "bool", "date"}[f%4])
		}
		fmt.Fprintf(&schema, "  }\n  belongs_to \"next\" {\n    table = \"t%d\"\n    key = \"f2\"\n  }\n}\n", (i+1)%tables)
	}
	for i := range statements {
		if i%100 == 0 {
			if i > 0 {
				policy.WriteString("}\n")
			}
			fmt.Fprintf(&policy, "profile \"p%d\" {\n", i/100)
		}
		fmt.Fprintf(&policy, "  allow \"table\" \"t%d\" {\n    actions = [\"view\", \"update\"]\n    rows = row.next.f5 == user.f5 && row.f9 > %d\n    hide = [\"f8\", \"f9\"]\n    message = \"No.\"\n  }\n", i%tables, i)
	}
	policy.WriteString("}\n")
	return fstest.MapFS{
		"schema.portal.hcl": {Data: []byte(schema.String())},
		"policy.portal.hcl": {Data: []byte(policy.String())},
	}
}

// BenchmarkLoad shows that loading is linear in the number of statements.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("statements=%d", n), func(b *testing.B) {
			fsys := bigPortal(n/10, n)
			b.ReportAllocs()
			for b.Loop() {
				if p, _, diags := Load(fsys); p == nil {
					b.Fatal(diags)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/statement")
		})
	}
}

// BenchmarkReread shows what an edit of one of fifty files costs who has read the
// portal before.
func BenchmarkReread(b *testing.B) {
	for _, n := range []int{3_000, 10_000} {
		b.Run(fmt.Sprintf("statements=%d", n), func(b *testing.B) {
			files := bigPortal(n/10, n)
			var one string
			for i, profile := range strings.SplitAfter(string(files["policy.portal.hcl"].Data), "\n}\n") {
				one = fmt.Sprintf("profiles_%02d.portal.hcl", i%50)
				if files[one] == nil {
					files[one] = &fstest.MapFile{}
				}
				files[one].Data = append(files[one].Data, profile...)
			}
			delete(files, "policy.portal.hcl")
			cache := &Cache{}
			b.ReportAllocs()
			for b.Loop() {
				files[one].Data = append([]byte("\n"), files[one].Data...)
				if _, _, diags := Reread(files, cache); diags.HasErrors() {
					b.Fatal(diags)
				}
			}
		})
	}
}
