package check

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// reference is an edge of a graph of things by number.
type reference struct {
	to int
	at hcl.Range
}

// dependencyOrder gives the numbers below n such that each comes after those
// that it refers to, and the circles among them: each as its references, from
// the first thing around to it again. It does not recurse, because a chain of
// references is as long as its writer likes.
func dependencyOrder(n int, refs func(int) []reference) (order []int, circles [][]reference) {
	const (
		fresh = iota
		open
		done
	)
	type frame struct {
		node int
		refs []reference
		next int
	}
	state := make([]int, n)
	for start := range n {
		if state[start] != fresh {
			continue
		}
		state[start] = open
		stack := []frame{{node: start, refs: refs(start)}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.next == len(top.refs) {
				state[top.node] = done
				order = append(order, top.node)
				stack = stack[:len(stack)-1]
				continue
			}
			ref := top.refs[top.next]
			top.next++
			switch state[ref.to] {
			case fresh:
				state[ref.to] = open
				stack = append(stack, frame{node: ref.to, refs: refs(ref.to)})
			case open:
				from := slices.IndexFunc(stack, func(f frame) bool { return f.node == ref.to })
				var circle []reference
				for _, f := range stack[from:] {
					circle = append(circle, f.refs[f.next-1])
				}
				circles = append(circles, circle)
			}
		}
	}
	return order, circles
}
