package policy

import (
	"iter"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"portcullis/rego/form"
)

// Uses are the places at which names are written, noted by those who find out
// what a name means: the stages of package lang, and whoever reads tests. So an
// editor knows of each name what it does for the policy, and of nothing that only
// looks like one. A nil one notes nothing.
type Uses struct {
	list  []Use
	parts [][]Use // of others, which have been joined to it
}

// Use is a place at which a name is written.
type Use struct {
	At       hcl.Range // with its quotes, if it has any
	Name     string
	Of       any  // a pointer to what is named, from [Policy], or a [Word]
	Declares bool // the thing is declared there
}

// Word is what is named where nothing of a [Policy] stands for it.
type Word struct{ Kind, Name string }

// The kinds of [Word].
const (
	WordLocal   = "local"
	WordAction  = "action"
	WordClass   = "class"
	WordFixture = "fixture"
	WordUser    = "user"
	WordSection = "section"
)

// Note notes that a name is written at a place, where it refers to something.
func (u *Uses) Note(at hcl.Range, name string, of any) { u.add(Use{At: at, Name: name, Of: of}) }

// Declare notes that something is declared at a place.
func (u *Uses) Declare(at hcl.Range, name string, of any) {
	u.add(Use{At: at, Name: name, Of: of, Declares: true})
}

func (u *Uses) add(use Use) {
	if u != nil && use.At.Filename != "" {
		u.list = append(u.list, use)
	}
}

// Join adds what others have noted, which is not to be added to any more.
func (u *Uses) Join(of *Uses) {
	if u == nil || of == nil {
		return
	}
	u.parts = append(u.parts, of.parts...)
	if len(of.list) > 0 {
		u.parts = append(u.parts, of.list)
	}
}

// Copy gives notes to be added to, which leaves these as they are.
func (u *Uses) Copy() *Uses {
	c := &Uses{}
	c.Join(u)
	return c
}

// All gives the uses, in no order, some of them twice.
func (u *Uses) All() iter.Seq[Use] {
	return func(yield func(Use) bool) {
		if u == nil {
			return
		}
		for _, part := range append(slices.Clip(u.parts), u.list) {
			for _, use := range part {
				if !yield(use) {
					return
				}
			}
		}
	}
}

// NoteDeclarations notes where what the policy has is declared, but for what NoteGrants
// notes.
func (p *Policy) NoteDeclarations() {
	u := p.Uses
	if u == nil {
		return
	}
	if p.Portal != nil && p.Portal.Name != "" {
		u.Declare(p.Portal.Range, p.Portal.Name, p.Portal)
		for _, list := range [][]*Property{p.Portal.UserProperties, p.Portal.TeamProperties} {
			for _, x := range list {
				u.Declare(x.Range, x.Name, x)
			}
		}
	}
	for _, t := range p.Tables {
		u.Declare(t.Range, t.Name, t)
		for _, f := range t.Fields {
			u.Declare(f.Range, f.Name, f)
		}
		for _, r := range t.Relations {
			u.Declare(r.Range, r.Name, r)
		}
	}
	for _, x := range p.Reports {
		u.Declare(x.Range, x.Name, x)
	}
	for _, x := range p.Forms {
		u.Declare(x.Range, x.Name, x)
	}
	for _, kind := range form.Components() {
		for _, x := range p.Components[kind] {
			u.Declare(x.Range, x.Name, x)
		}
	}
	for _, x := range p.Conditions {
		u.Declare(x.Range, x.Name, x)
	}
}

// NoteGrants notes where the policy's profiles and teams are declared.
func (p *Policy) NoteGrants() {
	u := p.Uses
	if u == nil {
		return
	}
	for _, x := range p.Teams {
		u.Declare(x.Range, x.Name, x)
	}
	for _, x := range p.Profiles {
		u.Declare(x.Range, x.Name, x)
	}
}
