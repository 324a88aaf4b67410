package agent

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"portcullis/rego"
	"portcullis/rego/form"
)

// Dialect is the language of a filter.
type Dialect string

// The dialects of OPA's compile API. Filters are exact in all but the last two,
// whose databases compare text in ways of their own.
const (
	PostgreSQL  Dialect = "sql.postgresql"
	SQLite      Dialect = "sql.sqlite"
	UCAST       Dialect = "ucast.all"
	UCASTPrisma Dialect = "ucast.prisma"
	UCASTLINQ   Dialect = "ucast.linq"
	MySQL       Dialect = "sql.mysql"
	SQLServer   Dialect = "sql.sqlserver"
)

// Filter is the condition of the rows on which an action is allowed.
type Filter struct {
	// Nothing means that there are no such rows. There is then no condition.
	Nothing bool
	// SQL is the WHERE clause, the word included; "" means all rows. The tables
	// in it go by the aliases of the catalog, joined by its joins; columns that
	// SQLite refuses go by the names of the catalog's mappings there.
	SQL string
	// UCAST is the condition where this is the dialect; {} means all rows.
	UCAST map[string]any
	// Masks has by alias and column what is shown in place of the column, on
	// every row. Such a column must not serve to filter, sort or group.
	Masks map[string]map[string]any
}

// ErrNotFilterable means that a statement which applies to the person says what
// OPA cannot express as a filter; the error tells which. The catalog has them all.
var ErrNotFilterable = errors.New("there is no filter for this person")

// ErrNoFilter means that there are no filters for what is asked: no such table
// or report, or an action that is not on existing rows.
var ErrNoFilter = errors.New("there is no filter")

// Filter gives the condition of the rows on which the request's Action on its
// Resource, a table or report, is allowed to its User, at its time Now. Nothing
// else of the request counts.
func (a *Agent) Filter(ctx context.Context, q *rego.Request, d Dialect) (*Filter, error) {
	about := a.catalog.Filter(form.ResourceKind(q.Resource.Type), q.Resource.Name, q.Action)
	if about == nil {
		return nil, fmt.Errorf("%w for %q of the %s %q", ErrNoFilter, q.Action, q.Resource.Type, q.Resource.Name)
	}
	type options struct {
		MaskRule string                                  `json:"maskRule"`
		Mappings map[string]map[string]map[string]string `json:"targetSQLTableMappings,omitempty"`
	}
	body, err := body(struct {
		Input    *rego.Request `json:"input"`
		Unknowns []string      `json:"unknowns"`
		Options  options       `json:"options"`
	}{&rego.Request{User: q.User, Now: q.Now}, about.Unknowns, options{about.MaskRule, about.Mappings}})
	if err != nil {
		return nil, err
	}
	var result *struct {
		Query any `json:"query"`
		Masks map[string]map[string]struct {
			Replace struct {
				Value any `json:"value"`
			} `json:"replace"`
		} `json:"masks"`
	}
	to := a.at(append([]string{"compile"}, strings.Split(about.Path, "/")...)...)
	if err := a.send(ctx, http.MethodPost, to, "application/vnd.opa."+string(d)+"+json", body, &result); err != nil {
		return nil, filterError(err)
	}
	if result == nil {
		return &Filter{Nothing: true}, nil
	}
	f := &Filter{Masks: map[string]map[string]any{}}
	for alias, columns := range result.Masks {
		f.Masks[alias] = map[string]any{}
		for column, mask := range columns {
			f.Masks[alias][column] = mask.Replace.Value
		}
	}
	switch query := result.Query.(type) {
	case string:
		f.SQL = query
	case map[string]any:
		f.UCAST = query
	default:
		return nil, fmt.Errorf("a filter is a %T", query)
	}
	return f, nil
}

// filterError tells what cannot be expressed from other errors.
func filterError(err error) error {
	var r *Refusal
	if !errors.As(err, &r) || r.Code != "evaluation_error" || len(r.Errors) == 0 {
		return err
	}
	for _, e := range r.Errors {
		if e.Code != "pe_fragment_error" {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrNotFilterable, err)
}
