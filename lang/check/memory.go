package check

import (
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"portcullis/internal/memo"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Memory keeps what [Resolve] has made of the parts of a document, for the next one
// that has the very same parts: what is declared once for all profiles, then profiles
// with all that they say, and the statements of those that come to be others since a
// profile that they name is another. What depends on more than these (what is asked to
// be visible, what is wrong or may be) is not kept.
type Memory struct {
	mu       sync.Mutex
	last     *declarations
	profiles memo.Memo[*syntax.ProfileSyntax, *profileKept]
	locals   memo.Memo[*syntax.Document, []hcl.TraverseAttr]
}

// profileKept is what came of the declaration of a profile. It does not change.
type profileKept struct {
	among      *declarations
	profile    *policy.Profile // nil where it is not to be kept as a whole
	names      []*policy.Profile
	uses       *policy.Uses
	statements []statementKept
}

// statementKept is what came of a statement; nothing where that is not kept.
type statementKept struct {
	statement *policy.Statement
	uses      *policy.Uses
}

func (m *Memory) round() {
	m.profiles.Round()
	m.locals.Round()
}

// declared gives what a document declares, with notes where it names things if these
// are wanted.
func (m *Memory) declared(doc *syntax.Document, files []*policy.File, noted bool) *declarations {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d := m.last; d != nil && noted == (d.policy.Uses != nil) && d.of.SameDeclarations(doc) {
		return d
	}
	var uses *policy.Uses
	if noted {
		uses = &policy.Uses{}
	}
	m.last = nil
	d := declare(doc, files, uses)
	if d.whole && !d.asks {
		m.last = d
	}
	return d
}

func (m *Memory) localsIn(file *syntax.Document) []hcl.TraverseAttr {
	return m.locals.Of(file, func() []hcl.TraverseAttr { return localsIn(file) })
}

// known finds the profiles that are as they were, with all that they name. Of one that
// is declared twice nothing is kept.
func (r *resolver) known() {
	r.remembered = map[*syntax.ProfileSyntax]*profileKept{}
	declared := make(map[string]int, len(r.doc.Profiles))
	for _, s := range r.doc.Profiles {
		declared[s.Name().Text]++
	}
	same := make(map[*policy.Profile]bool, len(r.doc.Profiles))
	for _, s := range r.doc.Profiles {
		kept, ok := r.memory.profiles.Get(s)
		if !ok || kept.among != r.declarations || declared[s.Name().Text] > 1 {
			continue
		}
		r.remembered[s] = kept
		if kept.profile != nil {
			same[kept.profile] = true
		}
	}
	for gone := true; gone; {
		gone = false
		for s, kept := range r.remembered {
			if kept.profile == nil || !slices.ContainsFunc(kept.names, func(p *policy.Profile) bool { return !same[p] }) {
				continue
			}
			delete(same, kept.profile)
			gone = true
			r.remembered[s] = &profileKept{among: kept.among, statements: kept.statements}
		}
	}
}

// apart resolves a part of a profile, and notes with it where names are written, and
// whether anything was said or left unsaid.
func (r *resolver) apart(info *profileInfo, resolve func()) {
	all, before, doubted, asks := r.policy.Uses, len(r.diags), r.doubted, r.asks
	r.policy.Uses, r.doubted, r.asks = info.uses, false, false
	resolve()
	info.unlike = info.unlike || len(r.diags) > before || r.doubted || r.asks
	r.policy.Uses, r.doubted, r.asks = all, r.doubted || doubted, r.asks || asks
}

// keep has what came of profiles be known next time.
func (r *resolver) keep() {
	for _, p := range r.policy.Profiles {
		info := r.profiles[p.Name]
		r.policy.Uses.Join(info.uses)
		if info.again || info.kept != nil && info.kept.profile == p {
			continue // or it is kept already
		}
		kept := &profileKept{among: r.declarations, statements: info.resolved}
		if !info.unlike && !r.circular {
			kept.profile, kept.uses = p, info.uses
			kept.names = slices.Clone(p.Includes)
			for _, s := range p.Statements {
				kept.names = append(kept.names, s.Profiles...)
			}
		}
		r.memory.profiles.Put(info.syntax, kept)
	}
}

// statementOf resolves a statement of a profile, unless it is known what comes of it.
func (r *resolver) statementOf(info *profileInfo, i int, s *syntax.StatementSyntax) *policy.Statement {
	if info.kept != nil {
		if kept := info.kept.statements[i]; kept.statement != nil {
			st := *kept.statement
			st.Profile = info.Profile
			info.uses.Join(kept.uses)
			info.resolved = append(info.resolved, kept)
			return &st
		}
	}
	of := &profileInfo{}
	if info.uses != nil {
		of.uses = &policy.Uses{}
	}
	var st *policy.Statement
	r.apart(of, func() {
		st = r.statement(info.Profile, s)
		for _, t := range st.Targets {
			r.ask(t.Rows)
			r.ask(t.Check)
			for _, set := range t.Sets {
				policy.EachVisibleOf(set.Value, r.asked)
			}
		}
	})
	kept := statementKept{}
	if s.Kind != policy.KindMessage && !of.unlike {
		kept = statementKept{st, of.uses}
	}
	info.resolved = append(info.resolved, kept)
	info.uses.Join(of.uses)
	info.unlike = info.unlike || of.unlike
	return st
}

// ask notes whether a condition asks for what is visible.
func (r *resolver) ask(c policy.Cond) { policy.EachVisible(c, r.asked) }

func (r *resolver) asked(*policy.Visible) { r.asks = true }
