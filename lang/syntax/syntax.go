package syntax

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
)

// The syntax form: what the files of a portal say, block by block. Names are
// text with a place, expressions are HCL's and unread, and nothing refers to
// anything yet.

// Document is what a file says or, in [Document.Add], all files of a portal together.
// What a document of a file has is never changed.
type Document struct {
	Portals    []*portalSyntax
	Tables     []*TableSyntax
	Reports    []*ReportSyntax
	Forms      []*formSyntax
	Components []*componentSyntax
	Actions    []*actionSyntax
	Teams      []*TeamSyntax
	Locals     []*LocalSyntax
	Conditions []*ConditionSyntax
	Profiles   []*ProfileSyntax
	Attributes []*hclsyntax.Attribute // every one of a file or piece, for what goes through all expressions
	unnamed    map[string]bool        // block types of which one lacks its name
	Partial    bool                   // there is more that could not be read
	Uses       []Use
	Requires   []Attr
	Files      []*Document // those of the files of a portal, or of the pieces of a file
}

// Add joins the document of one more file of a portal, or piece of a file, to those before.
func (d *Document) Add(file *Document) {
	if len(file.Files) > 0 {
		d.Files = append(d.Files, file.Files...) // it was read in pieces
	} else {
		d.Files = append(d.Files, file)
	}
	d.Portals = append(d.Portals, file.Portals...)
	d.Tables = append(d.Tables, file.Tables...)
	d.Reports = append(d.Reports, file.Reports...)
	d.Forms = append(d.Forms, file.Forms...)
	d.Components = append(d.Components, file.Components...)
	d.Actions = append(d.Actions, file.Actions...)
	d.Teams = append(d.Teams, file.Teams...)
	d.Locals = append(d.Locals, file.Locals...)
	d.Conditions = append(d.Conditions, file.Conditions...)
	d.Profiles = append(d.Profiles, file.Profiles...)
	d.Uses = append(d.Uses, file.Uses...)
	d.Requires = append(d.Requires, file.Requires...)
	d.Partial = d.Partial || file.Partial
	for kind := range file.unnamed {
		d.nameless(kind)
	}
}

// SameDeclarations reports whether two documents have the very same blocks, but for
// profiles and teams.
func (d *Document) SameDeclarations(o *Document) bool {
	return slices.Equal(d.Portals, o.Portals) && slices.Equal(d.Tables, o.Tables) && slices.Equal(d.Reports, o.Reports) &&
		slices.Equal(d.Forms, o.Forms) && slices.Equal(d.Components, o.Components) && slices.Equal(d.Actions, o.Actions) &&
		slices.Equal(d.Locals, o.Locals) && slices.Equal(d.Conditions, o.Conditions)
}

// Use is an argument `use`: it names folders whose files are of the portal, too.
type Use struct {
	Folder  string // that it is written in, and that its names start from
	Folders Attr
}

// nameless notes that a thing is declared whose name is not known.
func (d *Document) nameless(kind string) {
	if d.unnamed == nil {
		d.unnamed = map[string]bool{}
	}
	d.unnamed[kind] = true
}

// Label is a name as it stands in the source.
type Label struct {
	Text string
	At   hcl.Range
}

// MayDeclare reports whether there may be a thing of the kind whose name is not
// known: nothing can be said then of a name that is not declared.
func (d *Document) MayDeclare(kind string) bool { return d.Partial || d.unnamed[kind] }

// Attr is an attribute of a block, nil where the block has none of the name.
type Attr = *hclsyntax.Attribute

// Declaration is what every block has.
type Declaration struct {
	Labels      []Label // at least one, after decoding
	Header      hcl.Range
	Description Attr
	Incomplete  bool // something in the block was not understood
}

func (d *Declaration) Name() Label { return d.Labels[0] }

type (
	portalSyntax struct {
		Declaration
		Users, Login, Timezone         Attr
		UserProperties, TeamProperties Attr
	}
	TableSyntax struct {
		Declaration
		Source, Key, Owner Attr
		Fields             Attr // the plain ones
		FieldBlocks        []*FieldSyntax
		Relations          []*RelationSyntax
	}
	FieldSyntax struct {
		Declaration
		Typ, Required, Sensitive, Column Attr
		Deflt, Generated                 Attr
	}
	RelationSyntax struct {
		Declaration
		Many       bool
		Table, Key Attr
	}
	ReportSyntax struct {
		Declaration
		Table, Rows, Fields Attr
	}
	formSyntax struct {
		Declaration
		Table, Fields Attr
	}
	componentSyntax struct {
		Declaration
		Kind policy.StatementKind
	}
	actionSyntax struct {
		Declaration
		Tables Attr
	}
	TeamSyntax struct {
		Declaration
		Profiles, Properties Attr
	}
	LocalSyntax struct {
		Name Label
		Expr hclsyntax.Expression
	}
	ConditionSyntax struct {
		Declaration
		Table, When Attr
	}
	ProfileSyntax struct {
		Declaration
		Title, Deflt, Anonymous, Includes, Reveal Attr
		Statements                                []*StatementSyntax
		Menu                                      []*sectionSyntax
	}
	sectionSyntax struct {
		Declaration
		Label Attr
		Items []*ItemSyntax
	}
	ItemSyntax struct {
		Declaration
		Kind      Label
		Label, As Attr
	}
)
