package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	_ "portcullis/internal/update" // for -update
)

func TestDependencyOrder(t *testing.T) {
	tests := []struct {
		name    string
		refs    [][]int
		order   []int
		circles [][]int // where the references lead
	}{
		{"nothing", nil, nil, nil},
		{"a chain", [][]int{{1}, {2}, nil}, []int{2, 1, 0}, nil},
		{"a diamond", [][]int{{1, 2}, {3}, {3}, nil}, []int{3, 1, 2, 0}, nil},
		{"itself", [][]int{{0}}, []int{0}, [][]int{{0}}},
		{"a circle", [][]int{{1}, {2}, {0}}, []int{2, 1, 0}, [][]int{{1, 2, 0}}},
		{"a circle behind", [][]int{{1}, {2}, {1}}, []int{2, 1, 0}, [][]int{{2, 1}}},
		{"two circles", [][]int{{1, 2}, {0}, {0}}, []int{1, 2, 0}, [][]int{{1, 0}, {2, 0}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			order, circles := dependencyOrder(len(test.refs), func(i int) []reference {
				var refs []reference
				for _, to := range test.refs[i] {
					refs = append(refs, reference{to: to})
				}
				return refs
			})
			var got [][]int
			for _, circle := range circles {
				var around []int
				for _, ref := range circle {
					around = append(around, ref.to)
				}
				got = append(got, around)
			}
			if diff := cmp.Diff(test.order, order); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.circles, got); diff != "" {
				t.Errorf("circles (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDependencyOrderIsDeep: a chain of references needs no stack.
func TestDependencyOrderIsDeep(t *testing.T) {
	const n = 1_000_000
	order, _ := dependencyOrder(n, func(i int) []reference {
		if i+1 < n {
			return []reference{{to: i + 1}}
		}
		return nil
	})
	if len(order) != n || order[0] != n-1 {
		t.Errorf("%d in order, the first %d", len(order), order[0])
	}
}
