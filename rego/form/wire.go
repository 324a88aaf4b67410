package form

// Version is the number of the form that bundles have. It grows with what a
// program that does not know of it would read wrongly; forms of before there
// were numbers have none.
const Version = 1

// The form as JSON has it: names in place of pointers. Formulas, operands and
// constants are trees of lists, texts and bools (encode_formula.go).
type (
	wireForm struct {
		Version        int             `json:"version"`
		Portal         string          `json:"portal"`
		Timezone       string          `json:"timezone,omitempty"`
		Users          *wireUsers      `json:"users"`
		UserProperties []Property      `json:"user_properties"`
		TeamProperties []Property      `json:"team_properties"`
		Teams          []wireTeam      `json:"teams"`
		Profiles       []wireProfile   `json:"profiles"`
		Tables         []wireTable     `json:"tables"`
		Statements     []wireStatement `json:"statements"`
		Resources      []wireResource  `json:"resources"`
	}
	wireUsers struct {
		Table string `json:"table"`
		Login string `json:"login"`
	}
	wireTeam struct {
		Name       string         `json:"name"`
		Profiles   []string       `json:"profiles"`
		Properties map[string]any `json:"properties"`
	}
	wireProfile struct {
		Name      string    `json:"name"`
		Default   bool      `json:"default,omitempty"`
		Anonymous bool      `json:"anonymous,omitempty"`
		Closure   []string  `json:"closure"`
		Menu      []Section `json:"menu,omitempty"`
	}
	wireTable struct {
		Name      string         `json:"name"`
		Source    string         `json:"source"`
		Key       Names          `json:"key"`
		Owner     string         `json:"owner,omitempty"`
		Fields    []*Field       `json:"fields"`
		Relations []wireRelation `json:"relations,omitempty"`
	}
	wireRelation struct {
		Name   string `json:"name"`
		Many   bool   `json:"many,omitempty"`
		Target string `json:"target"`
		Key    Names  `json:"key"`
	}
	wireStatement struct {
		ID      string       `json:"id"`
		Effect  Effect       `json:"effect"`
		Profile string       `json:"profile"`
		Message string       `json:"message,omitempty"`
		Bare    bool         `json:"bare,omitempty"`
		When    any          `json:"when"`
		Clauses []wireClause `json:"clauses"`
		Letter  *wireLetter  `json:"letter,omitempty"`
	}
	wireClause struct {
		Table   string    `json:"table,omitempty"`
		Rows    any       `json:"rows"`
		Rowless bool      `json:"rowless,omitempty"`
		Check   any       `json:"check,omitempty"`
		Sets    []wireSet `json:"sets,omitempty"`
	}
	wireSet struct {
		Field string   `json:"field"`
		Cases [][2]any `json:"cases,omitempty"`
		Null  any      `json:"null"`
	}
	wireLetter struct {
		Users    []any    `json:"users,omitempty"`
		Profiles []string `json:"profiles,omitempty"`
		Anyone   bool     `json:"anyone,omitempty"`
	}
	wireResource struct {
		Kind   ResourceKind    `json:"kind"`
		Name   string          `json:"name"`
		Table  string          `json:"table,omitempty"`
		Rows   any             `json:"rows,omitempty"`
		Fields []string        `json:"fields,omitempty"`
		Modes  map[string]Mode `json:"modes"`
		Uses   []wireUse       `json:"uses,omitempty"`
	}
	wireUse struct {
		Statement string              `json:"statement"`
		Part      Part                `json:"part"`
		Actions   []string            `json:"actions"`
		Plain     []string            `json:"plain,omitempty"`
		Masks     []wireMask          `json:"masks,omitempty"`
		Writes    []string            `json:"writes,omitempty"`
		Classed   map[string][]string `json:"classed,omitempty"`
		Locked    []string            `json:"locked,omitempty"`
	}
	wireMask struct {
		Field string `json:"field"`
		Value any    `json:"value"`
	}
)
