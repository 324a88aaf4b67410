package form

// Catalog is the bundle's `data.<portal>.catalog`: the schema as far as a
// back end needs it to ask questions and to read answers.
type Catalog struct {
	Portal         string                     `json:"portal"`
	Users          *CatalogUsers              `json:"users"` // nil where the portal has no users table
	UserProperties map[string]Type            `json:"user_properties"`
	TeamProperties map[string]Type            `json:"team_properties"`
	Teams          []string                   `json:"teams"`
	Profiles       []string                   `json:"profiles"`
	Tables         map[string]CatalogTable    `json:"tables"`
	Reports        map[string]CatalogReport   `json:"reports"`
	Forms          map[string]CatalogForm     `json:"forms"`
	Components     map[string]CatalogElements `json:"components"` // by kind: page, dashboard, channel, capability, message
	Filtering      CatalogFiltering           `json:"filtering"`
}

// CatalogFiltering says what OPA's query filters rely on.
type CatalogFiltering struct {
	Dialects []string `json:"dialects"` // for which they are exact
	ReliesOn []string `json:"relies_on"`
	Advice   []string `json:"advice"`
}

// CatalogElements are the names of one kind, and the actions that they have.
type CatalogElements struct {
	Names   []string `json:"names"`
	Actions []string `json:"actions"`
}

// CatalogUsers says how a person's row is found, and what of it is looked into.
type CatalogUsers struct {
	Table string   `json:"table"`
	Key   string   `json:"key"`
	Login string   `json:"login"`
	Needs []string `json:"needs"` // fields and relation paths of input.user.record, for any decision
}

// CatalogRelation leads to one row of a table, or to many.
type CatalogRelation struct {
	Table string `json:"table"`
	Many  bool   `json:"many"`
	Key   Names  `json:"key"` // to-one: the field here; to-many: the field there
}

// CatalogAction says what a decision on an action looks into.
type CatalogAction struct {
	// Needs has fields ("status"), and paths over relations ("contact.client_id",
	// to-many ones too: "items.sku"), of input.row and of input.related. The
	// fields that are to be shown come on top.
	Needs []string `json:"needs"`
	// Filter is how OPA's compile endpoint is asked; nil for actions that are
	// not on existing rows.
	Filter *CatalogFilter `json:"filter,omitempty"`
}

// CatalogFilter says how OPA's compile endpoint is asked for the rows on which
// an action is allowed.
type CatalogFilter struct {
	Path     string   `json:"path"`      // POST /v1/compile/{path}
	Unknowns []string `json:"unknowns"`  // the request's; by default OPA reads them from annotations, which takes longer
	MaskRule string   `json:"mask_rule"` // likewise the request's options.maskRule, a rule beside that of the path
	// Mappings are the request's options.targetSQLTableMappings: by dialect, alias
	// and column, the other name that a column has to have in what is queried, as
	// the dialect refuses its own; nil where there is no such column.
	Mappings map[string]map[string]map[string]string `json:"mappings,omitempty"`
	Cannot   []CatalogGap                            `json:"cannot,omitempty"` // whoever has one of these gets an error
}

// CatalogGap is a part of a statement that a filter cannot express.
type CatalogGap struct {
	Statement string `json:"statement"` // file:line, or "" for several together
	Part      string `json:"part"`
	Why       string `json:"why"`
}

// CatalogTable is a table.
type CatalogTable struct {
	Source    string                     `json:"source"`
	Key       Names                      `json:"key"`
	Owner     string                     `json:"owner,omitempty"`
	Fields    []*Field                   `json:"fields"` // in the schema's order
	Relations map[string]CatalogRelation `json:"relations"`
	Actions   map[string]CatalogAction   `json:"actions"`
	Alias     string                     `json:"alias"` // what the table's rows are called in filters
	Joins     map[string]CatalogJoin     `json:"joins"` // by alias of the filter's unknowns; in the order of names, each after what it is joined to
}

// CatalogJoin is the LEFT JOIN that an alias of a filter stands for.
type CatalogJoin struct {
	Table  string `json:"table"`
	Source string `json:"source"`
	From   string `json:"from"`   // the alias that it is joined to
	Column Names  `json:"column"` // of From
	Key    Names  `json:"key"`    // the column of Source that equals it, or those that do, each in its turn
}

// CatalogReport is a report.
type CatalogReport struct {
	Table   string                   `json:"table"`
	Fields  []string                 `json:"fields"`
	Actions map[string]CatalogAction `json:"actions"`
	Joins   map[string]CatalogJoin   `json:"joins"`
}

// CatalogForm is a form.
type CatalogForm struct {
	Table  string   `json:"table"`
	Fields []string `json:"fields"`
	Needs  []string `json:"needs"`
}

// Filter says how OPA's compile endpoint is asked for the rows on which an
// action on a table or report is allowed; nil where there is no such filter.
func (c *Catalog) Filter(kind ResourceKind, name, action string) *CatalogFilter {
	switch kind {
	case KindTable:
		return c.Tables[name].Actions[action].Filter
	case KindReport:
		return c.Reports[name].Actions[action].Filter
	default:
		return nil
	}
}

// Needs gives what decisions on an action of a thing look into: paths from its row.
func (c *Catalog) Needs(kind ResourceKind, name, action string) []string {
	switch kind {
	case KindReport:
		return c.Reports[name].Actions[action].Needs
	case KindForm:
		return c.Forms[name].Needs
	case KindTable:
		return c.Tables[name].Actions[action].Needs
	default:
		return nil
	}
}
