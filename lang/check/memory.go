package check

import (
	"sync"

	"github.com/hashicorp/hcl/v2"

	"portcullis/internal/memo"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Memory keeps what [Resolve] has made of the parts of a document, for the next one
// that has the very same parts. What depends on more than these (what profiles
// include, what is asked to be visible, what is wrong or may be) is not kept.
type Memory struct {
	mu         sync.Mutex
	last       *declarations
	statements memo.Memo[statementKey, statementKept]
	locals     memo.Memo[*syntax.Document, []hcl.TraverseAttr]
}

// statementKey is all that a statement comes of which names no profile.
type statementKey struct {
	among     *declarations
	statement *syntax.StatementSyntax
}

type statementKept struct {
	policy.Statement // but for the profile, which is another each time
	uses             *policy.Uses
}

func (m *Memory) round() {
	m.statements.Round()
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

// remembered resolves a statement, unless it is known what comes of it.
func (r *resolver) remembered(p *policy.Profile, s *syntax.StatementSyntax) *policy.Statement {
	key := statementKey{r.declarations, s}
	if kept, ok := r.memory.statements.Get(key); ok {
		st := kept.Statement
		st.Profile = p
		r.policy.Uses.Join(kept.uses)
		return &st
	}
	uses, diags, asks := r.policy.Uses, r.diags, r.asks
	if uses != nil {
		r.policy.Uses = &policy.Uses{}
	}
	r.diags, r.doubted, r.asks = nil, false, false
	st := r.statement(p, s)
	for _, t := range st.Targets {
		r.ask(t.Rows)
		r.ask(t.Check)
		for _, set := range t.Sets {
			policy.EachVisibleOf(set.Value, r.asked)
		}
	}
	if s.Kind != policy.KindMessage && len(r.diags) == 0 && !r.doubted && !r.asks {
		r.memory.statements.Put(key, statementKept{*st, r.policy.Uses})
	}
	uses.Join(r.policy.Uses)
	r.policy.Uses, r.diags, r.asks = uses, append(diags, r.diags...), asks || r.asks
	return st
}

// ask notes whether a condition asks for what is visible.
func (r *resolver) ask(c policy.Cond) { policy.EachVisible(c, r.asked) }

func (r *resolver) asked(*policy.Visible) { r.asks = true }
