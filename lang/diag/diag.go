package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Problem makes an error diagnostic.
func Problem(subject hcl.Range, summary, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &subject}
}

// Within gives the diagnostic the wider place that it is to be read in.
func Within(d *hcl.Diagnostic, context hcl.Range) *hcl.Diagnostic {
	if context.Filename == d.Subject.Filename && context.Filename != "" {
		wide := hcl.RangeBetween(context, *d.Subject)
		if d.Subject.Start.Byte < context.Start.Byte {
			wide = hcl.RangeBetween(*d.Subject, context)
		}
		d.Context = &wide
	}
	return d
}

// Code gives the stable name of a diagnostic's kind, for people to look up: its
// summary in small letters with hyphens. Summaries never contain names of a
// policy.
func Code(d *hcl.Diagnostic) string {
	fields := strings.FieldsFunc(strings.ToLower(d.Summary), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(fields, "-")
}

// DidYouMean ends a detail with the nearest of the candidates, or with all of
// them where none is near and they are few.
func DidYouMean(name string, candidates []string) string {
	for _, c := range candidates {
		if differs := SeemsSame(name, c); differs != "" {
			return fmt.Sprintf(" Did you mean %q?%s", c, differs)
		}
	}
	if near := Nearest(name, candidates); near != "" {
		return fmt.Sprintf(" Did you mean %q?", near)
	}
	if len(candidates) == 0 || len(candidates) > 12 {
		return ""
	}
	return " There is " + Join(candidates, "and") + "."
}

// Join writes a list of names as a sentence does: "a", "b" and "c".
func Join(names []string, word string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = Quote(n)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " " + word + " " + quoted[last]
}

// At names a place as a person would: file and line.
func At(r hcl.Range) string { return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line) }

// Article puts "a" or "an" before a word.
func Article(word string) string {
	if word != "" && strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// Sort puts them in the order of the source, and drops those that
// say the same thing of the same place twice.
func Sort(diags hcl.Diagnostics) hcl.Diagnostics {
	place := func(d *hcl.Diagnostic) hcl.Range {
		if d.Subject == nil {
			return hcl.Range{}
		}
		return *d.Subject
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		x, y := place(a), place(b)
		return cmp.Or(cmp.Compare(x.Filename, y.Filename), cmp.Compare(x.Start.Byte, y.Start.Byte), cmp.Compare(x.End.Byte, y.End.Byte))
	})
	return slices.CompactFunc(diags, func(a, b *hcl.Diagnostic) bool {
		return place(a) == place(b) && a.Summary == b.Summary && a.Detail == b.Detail
	})
}
