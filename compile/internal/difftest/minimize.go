package difftest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Minimize makes a policy and a request smaller for as long as fails holds of
// them, by leaving out blocks, arguments, list elements and parts of conditions,
// and members of the request. It gives up after the time.
func Minimize(source string, request any, within time.Duration, fails func(source string, request any) bool) (string, any) {
	end := time.Now().Add(within)
	late := func() bool { return time.Now().After(end) }
	for again := true; again && !late(); {
		again = false
		// What follows a part that is gone takes its place in the list. Another
		// request is asked in no time, another policy is a new bundle.
		for i := 0; !late(); {
			shorter := shorterRequests(request)
			if i >= len(shorter) {
				break
			}
			if fails(source, shorter[i]) {
				request, again = shorter[i], true
			} else {
				i++
			}
		}
		for i := 0; !late(); {
			cuts := cutsOf(source)
			if i >= len(cuts) {
				break
			}
			if shorter := cuts[i].in(source); len(shorter) < len(source) && fails(shorter, request) {
				source, again = shorter, true
			} else {
				i++
			}
		}
	}
	if tidy := withoutBlankLines(source); fails(tidy, request) {
		source = tidy
	}
	return source, request
}

func withoutBlankLines(source string) string {
	lines := slices.DeleteFunc(strings.Split(source, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
	return strings.Join(lines, "\n") + "\n"
}

// cut puts a text in place of a part of the source.
type cut struct {
	at   hcl.Range
	text string
}

func (c cut) in(source string) string {
	return source[:c.at.Start.Byte] + c.text + source[c.at.End.Byte:]
}

// cutsOf gives what could be left out of a policy, the larger parts first.
func cutsOf(source string) []cut {
	file, diags := hclsyntax.ParseConfig([]byte(source), "p.portal.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return nil
	}
	var cuts []cut
	var walk func(*hclsyntax.Body)
	walk = func(body *hclsyntax.Body) {
		for _, b := range body.Blocks {
			cuts = append(cuts, cut{at: b.Range()})
			for i := range b.LabelRanges {
				if i > 0 {
					cuts = append(cuts, cut{at: b.LabelRanges[i]})
				}
			}
			walk(b.Body)
		}
		for _, a := range body.Attributes {
			cuts = append(cuts, cut{at: a.SrcRange})
			cuts = append(cuts, within(source, a.Expr)...)
		}
	}
	walk(file.Body.(*hclsyntax.Body))
	slices.SortStableFunc(cuts, func(a, b cut) int {
		return (b.at.End.Byte - b.at.Start.Byte - len(b.text)) - (a.at.End.Byte - a.at.Start.Byte - len(a.text))
	})
	return cuts
}

// within gives what an expression could be made shorter by.
func within(source string, expr hclsyntax.Expression) []cut {
	var cuts []cut
	text := func(e hclsyntax.Expression) string {
		r := e.Range()
		return source[r.Start.Byte:r.End.Byte]
	}
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		e, ok := node.(hclsyntax.Expression)
		if !ok {
			return nil
		}
		for _, part := range partsOf(e) {
			cuts = append(cuts, cut{at: e.Range(), text: text(part)})
		}
		switch e := e.(type) {
		case *hclsyntax.TupleConsExpr:
			for i := range e.Exprs {
				var rest []string
				for j, other := range e.Exprs {
					if j != i {
						rest = append(rest, text(other))
					}
				}
				cuts = append(cuts, cut{at: e.Range(), text: "[" + strings.Join(rest, ", ") + "]"})
			}
		case *hclsyntax.ObjectConsExpr:
			for i := range e.Items {
				rest := "{"
				for j, item := range e.Items {
					if j != i {
						rest += "\n" + text(item.KeyExpr) + " = " + text(item.ValueExpr)
					}
				}
				cuts = append(cuts, cut{at: e.Range(), text: rest + "\n}"})
			}
		}
		return nil
	})
	return cuts
}

// partsOf gives the expressions that could stand in place of one.
func partsOf(e hclsyntax.Expression) []hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.BinaryOpExpr:
		return []hclsyntax.Expression{e.LHS, e.RHS}
	case *hclsyntax.UnaryOpExpr:
		return []hclsyntax.Expression{e.Val}
	case *hclsyntax.ParenthesesExpr:
		return []hclsyntax.Expression{e.Expression}
	case *hclsyntax.ConditionalExpr:
		return []hclsyntax.Expression{e.Condition, e.TrueResult, e.FalseResult}
	case *hclsyntax.FunctionCallExpr:
		return e.Args
	default:
		return nil
	}
}

// shorterRequests gives requests that lack one member or element.
func shorterRequests(request any) []any {
	var shorter []any
	switch v := request.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			less := maps.Clone(v)
			delete(less, name)
			shorter = append(shorter, less)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			for _, inner := range shorterRequests(v[name]) {
				less := maps.Clone(v)
				less[name] = inner
				shorter = append(shorter, less)
			}
		}
	case []any:
		for i := range v {
			shorter = append(shorter, slices.Delete(slices.Clone(v), i, i+1))
		}
		for i := range v {
			for _, inner := range shorterRequests(v[i]) {
				less := slices.Clone(v)
				less[i] = inner
				shorter = append(shorter, less)
			}
		}
	}
	return shorter
}

// Show writes a request for a reader.
func Show(v any) string {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
