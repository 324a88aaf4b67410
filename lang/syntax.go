package lang

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The syntax form: what the files of a portal say, block by block. Names are
// text with a place, expressions are HCL's and unread, and nothing refers to
// anything yet.

// document is the whole portal, all files together.
type document struct {
	portals    []*portalSyntax
	tables     []*tableSyntax
	reports    []*reportSyntax
	forms      []*formSyntax
	components []*componentSyntax
	actions    []*actionSyntax
	teams      []*teamSyntax
	locals     []*localSyntax
	conditions []*conditionSyntax
	profiles   []*profileSyntax
	attributes []*hclsyntax.Attribute // every one of them, for what goes through all expressions
	unnamed    map[string]bool        // block types of which one lacks its name
	partial    bool                   // there is more that could not be read
}

// nameless notes that a thing is declared whose name is not known.
func (d *document) nameless(kind string) {
	if d.unnamed == nil {
		d.unnamed = map[string]bool{}
	}
	d.unnamed[kind] = true
}

// label is a name as it stands in the source.
type label struct {
	text string
	at   hcl.Range
}

// mayDeclare reports whether there may be a thing of the kind whose name is not
// known: nothing can be said then of a name that is not declared.
func (d *document) mayDeclare(kind string) bool { return d.partial || d.unnamed[kind] }

// attr is an attribute of a block, nil where the block has none of the name.
type attr = *hclsyntax.Attribute

// declaration is what every block has.
type declaration struct {
	labels      []label // at least one, after decoding
	header      hcl.Range
	description attr
	incomplete  bool // something in the block was not understood
}

func (d *declaration) name() label { return d.labels[0] }

type (
	portalSyntax struct {
		declaration
		users, login                   attr
		userProperties, teamProperties attr
	}
	tableSyntax struct {
		declaration
		source, key, owner attr
		fields             attr // the plain ones
		fieldBlocks        []*fieldSyntax
		relations          []*relationSyntax
	}
	fieldSyntax struct {
		declaration
		typ, required, sensitive, column attr
	}
	relationSyntax struct {
		declaration
		many       bool
		table, key attr
	}
	reportSyntax struct {
		declaration
		table, rows, fields attr
	}
	formSyntax struct {
		declaration
		table, fields attr
	}
	componentSyntax struct {
		declaration
		kind StatementKind
	}
	actionSyntax struct {
		declaration
		tables attr
	}
	teamSyntax struct {
		declaration
		profiles, properties attr
	}
	localSyntax struct {
		name label
		expr hclsyntax.Expression
	}
	conditionSyntax struct {
		declaration
		table, when attr
	}
	profileSyntax struct {
		declaration
		title, deflt, includes, reveal attr
		statements                     []*statementSyntax
		menu                           []*sectionSyntax
	}
	sectionSyntax struct {
		declaration
		label attr
		items []*itemSyntax
	}
	itemSyntax struct {
		declaration
		kind      label
		label, as attr
	}
)

// statementSyntax is an `allow` or a `deny`. The labels are those after the kind.
type statementSyntax struct {
	declaration
	effect Effect
	kind   StatementKind

	actions, rows, when, message        attr
	fields, hide, readOnly, mask, check attr
	set, users, profiles                attr
}
