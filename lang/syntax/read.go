package syntax

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
)

// blockReader takes from a block what its decoder asks for, and then reports
// everything else in it as unknown, with the nearest of what was asked for.
// What is near enough stands in for it, so that nothing is missed as well.
type blockReader struct {
	d         *Decoder
	what      string // for messages: "a table"
	body      *hclsyntax.Body
	within    hcl.Range
	attrs     map[string]Attr
	blockList []*hclsyntax.Block
}

// read begins the reading of a block. Every attribute goes on the document's
// list; unknown attributes and blocks are reported here.
func (d *Decoder) read(b *hclsyntax.Block, what string, s shape) (*blockReader, bool) {
	return d.readBody(b.Body, b.DefRange(), what, s)
}

func (d *Decoder) readBody(body *hclsyntax.Body, within hcl.Range, what string, s shape) (*blockReader, bool) {
	r := &blockReader{d: d, what: what, body: body, within: within, attrs: map[string]Attr{}}
	if body == nil {
		return r, false
	}
	known := true
	var strange []Attr
	for _, a := range inOrder(body.Attributes) {
		d.Doc.Attributes = append(d.Doc.Attributes, a)
		if slices.Contains(s.attrs, a.Name) {
			r.attrs[a.Name] = a
		} else {
			strange = append(strange, a)
		}
	}
	for _, a := range strange {
		meant := r.unknownArgument(a, s)
		if meant == "" {
			known = false
		} else if r.attrs[meant] == nil {
			r.attrs[meant] = a
		}
	}
	for _, b := range body.Blocks {
		meant := b.Type
		if !slices.Contains(s.blocks, meant) {
			meant = r.unknownBlock(b, s)
		}
		if meant == "" {
			known = false
			continue
		}
		corrected := *b
		corrected.Type = meant
		r.blockList = append(r.blockList, &corrected)
	}
	return r, known
}

func (r *blockReader) unknownArgument(a Attr, s shape) (meant string) {
	detail := fmt.Sprintf("%s has no argument %q.", Capital(r.what), a.Name)
	if slices.Contains(s.blocks, a.Name) {
		detail = fmt.Sprintf("In %s, %q is a block, which is written without =.", r.what, a.Name)
	} else if meant = diag.Nearest(a.Name, s.attrs); meant != "" || len(s.attrs) > 0 {
		detail += diag.DidYouMean(a.Name, s.attrs)
	}
	r.d.report(diag.Within(diag.Problem(a.NameRange, "Unknown argument", detail), r.within))
	return meant
}

func (r *blockReader) unknownBlock(b *hclsyntax.Block, s shape) (meant string) {
	detail := fmt.Sprintf("%s has no block %q.", Capital(r.what), b.Type)
	if slices.Contains(s.attrs, b.Type) {
		detail = fmt.Sprintf("In %s, %q is an argument, which is written with =.", r.what, b.Type)
	} else if meant = diag.Nearest(b.Type, s.blocks); meant != "" || len(s.blocks) > 0 {
		detail += diag.DidYouMean(b.Type, s.blocks)
	}
	r.d.report(diag.Within(diag.Problem(b.TypeRange, "Unknown block", detail), r.within))
	return meant
}

// attr gives an argument, or nil if the block has none of the name.
func (r *blockReader) attr(name string) Attr { return r.attrs[name] }

// blocks gives the blocks of a type, in the order of the source.
func (r *blockReader) blocks(types ...string) []*hclsyntax.Block {
	var found []*hclsyntax.Block
	for _, b := range r.blockList {
		if slices.Contains(types, b.Type) {
			found = append(found, b)
		}
	}
	return found
}

func inOrder(attrs hclsyntax.Attributes) []Attr {
	list := make([]Attr, 0, len(attrs))
	for _, a := range attrs {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b Attr) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return list
}

func Capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Sentence gives an error as a sentence.
func Sentence(err error) string { return Capital(err.Error()) + "." }

// NameRule says which names a declaration may have.
type NameRule int

const (
	Identifiers NameRule = iota + 1 // [a-z][a-z0-9_]*, no `__`
	texts                           // any but "" and "*"
)

var Identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// CheckName reports a name that its declaration cannot have.
func (d *Decoder) CheckName(n Label, what string, rule NameRule) {
	switch {
	case n.Text == "":
		d.report(diag.Problem(n.At, "Invalid name", fmt.Sprintf("The name of %s cannot be empty.", what)))
	case rule == texts && n.Text == "*":
		d.report(diag.Problem(n.At, "Invalid name", fmt.Sprintf("\"*\" stands for all names and cannot be the name of %s.", what)))
	case rule == Identifiers && strings.Contains(n.Text, "__"):
		d.report(diag.Problem(n.At, "Invalid name", fmt.Sprintf("%s cannot be the name of %s: names have no __ in them, which joins names where a policy is compiled.", diag.Quote(n.Text), what)))
	case rule == Identifiers && !Identifier.MatchString(n.Text):
		d.report(diag.Problem(n.At, "Invalid name", fmt.Sprintf("%s cannot be the name of %s: it begins with a letter a-z and goes on with a-z, 0-9 and _.", diag.Quote(n.Text), what)))
	}
}

// labels gives a block's labels as names: from at least one to at most the
// given number (0: any). It reports false where there is no name.
func (d *Decoder) labels(b *hclsyntax.Block, what string, atMost int) ([]Label, bool) {
	var names []Label
	seen := map[string]Label{}
	for i, text := range b.Labels {
		n := Label{Text: normal(text), At: b.LabelRanges[i]}
		if atMost > 0 && i == atMost {
			d.report(diag.Within(diag.Problem(n.At, "Too many names", fmt.Sprintf("%s has one name; %s is one too many.", Capital(what), diag.Quote(n.Text))), b.DefRange()))
			break
		}
		if first, ok := seen[n.Text]; ok {
			d.report(diag.Within(diag.Problem(n.At, "Duplicate name", fmt.Sprintf("%s is named twice in this block, first at %s.", diag.Quote(n.Text), column(first.At))), b.DefRange()))
			continue
		}
		seen[n.Text] = n
		names = append(names, n)
	}
	if len(names) == 0 {
		d.report(diag.Problem(b.TypeRange, "Missing name", fmt.Sprintf("%s has a name: %s \"name\" { … }.", Capital(what), b.Type)))
	}
	return names, len(names) > 0
}

// normal gives a label as HCL gives every other string: in NFC.
func normal(s string) string { return cty.NormalizeString(s) }

func column(r hcl.Range) string { return fmt.Sprintf("column %d", r.Start.Column) }

// declare decodes what all blocks have.
func (d *Decoder) declare(b *hclsyntax.Block, what string, rule NameRule, atMost int) Declaration {
	decl := Declaration{Header: b.DefRange()}
	names, ok := d.labels(b, what, atMost)
	if !ok {
		d.Doc.nameless(b.Type)
	}
	for _, n := range names {
		d.CheckName(n, what, rule)
	}
	decl.Labels = names
	return decl
}
