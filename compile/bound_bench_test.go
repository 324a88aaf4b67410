package compile_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"portcullis/rego"
	"portcullis/rego/bind"

	oparego "github.com/open-policy-agent/opa/v1/rego"
)

// ordered is a row of a caller's own type: no map, no boxed numbers.
type ordered struct {
	id, c1, c4, c7 int64
	c3, c6         string
}

func (o *ordered) Field(name string) bind.Value {
	switch name {
	case "id":
		return bind.Int(o.id)
	case "c1":
		return bind.Int(o.c1)
	case "c3":
		return bind.Text(o.c3)
	case "c4":
		return bind.Int(o.c4)
	case "c6":
		return bind.Text(o.c6)
	case "c7":
		return bind.Int(o.c7)
	default:
		return bind.Null()
	}
}

// BenchmarkBound asks what BenchmarkVisible does of a bound filter: 10,000 rows
// of 20 fields, three grants and a deny; OPA's answer stands beside it.
func BenchmarkBound(b *testing.B) {
	e := engine(b, fstest.MapFS{"a.portal.hcl": {Data: []byte(portalSource(10, 10))}})
	q := request()
	bound, err := e.Bind(q.User, q.Resource, q.Action, q.Now)
	if err != nil {
		b.Fatal(err)
	}
	names := make([]string, len(bound.Fields()))
	for i, f := range bound.Fields() {
		names[i] = f.Name
	}
	var lists [][]any
	var records []bind.Record
	for i := range 10_000 {
		r := row(i)
		q.Rows = append(q.Rows, r)
		list := make([]any, len(names))
		for j, name := range names {
			list[j] = r[name]
		}
		lists = append(lists, list)
		records = append(records, &ordered{
			id: int64(r["id"].(int)), c1: int64(r["c1"].(int)), c4: int64(r["c4"].(int)), c7: int64(r["c7"].(int)),
			c3: r["c3"].(string), c6: r["c6"].(string),
		})
	}
	seen, err := e.Visible(b.Context(), q)
	if err != nil || len(seen) == 0 || len(seen) == len(q.Rows) {
		b.Fatal(len(seen), err)
	}
	benchRows(b, "maps", bound.Maps(), q.Rows, len(seen))
	benchRows(b, "columns", bound.Columns(names...), lists, len(seen))
	benchRows(b, "records", bound.Records(), records, len(seen))
	b.Run("opa-visible", func(b *testing.B) {
		for b.Loop() {
			if _, err := e.Visible(b.Context(), q); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/row")
	})
}

func benchRows[R any](b *testing.B, name string, rows *bind.Rows[R], of []R, want int) {
	b.Helper()
	perRow := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/row")
	}
	b.Run(name+"-filter", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, row := range of {
				if rows.Allows(row) {
					n++
				}
			}
			if n != want {
				b.Fatal(n, want)
			}
		}
		perRow(b)
	})
	b.Run(name+"-cells", func(b *testing.B) {
		b.ReportAllocs()
		cells := make([]bind.Cell, 0, 20)
		for b.Loop() {
			n := 0
			for _, row := range of {
				var ok bool
				if cells, ok = rows.Cells(row, cells); ok {
					n++
				}
			}
			if n != want {
				b.Fatal(n, want)
			}
		}
		perRow(b)
	})
}

// BenchmarkBinding compares binding a person with OPA's partial evaluation of
// the filter for the same table.
func BenchmarkBinding(b *testing.B) {
	source := fstest.MapFS{"a.portal.hcl": {Data: []byte(portalSource(10, 10))}}
	e := engine(b, source)
	q := request()
	b.Run("bind", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			bound, err := e.Policy().Person(bind.User(q.User), q.Now).Bind("table", "t0", "view")
			if err != nil {
				b.Fatal(err)
			}
			bound.Maps()
		}
	})
	b.Run("residual", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			bound, err := e.Policy().Person(bind.User(q.User), q.Now).Bind("table", "t0", "view")
			if err != nil {
				b.Fatal(err)
			}
			bound.Residual()
		}
	})
	b.Run("kept", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.Bind(q.User, rego.Resource{Type: "table", Name: "t0"}, "view", q.Now); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("opa-partial", func(b *testing.B) {
		options := []func(*oparego.Rego){oparego.Query("data.bench.filter.t0.view"), oparego.Unknowns([]string{"input.t0"})}
		for name, text := range ours(b, 10, 10) {
			options = append(options, oparego.Module(name, text))
		}
		query, err := oparego.New(options...).PrepareForPartial(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		in := input(b, q)
		for b.Loop() {
			pq, err := query.Partial(context.Background(), oparego.EvalParsedInput(in))
			if err != nil || len(pq.Queries) == 0 {
				b.Fatal(fmt.Sprint(pq, err))
			}
		}
	})
}
