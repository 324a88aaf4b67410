package compile

import (
	"encoding/json"
	"fmt"

	"portcullis/compile/regogen"
	"portcullis/lang"
	"portcullis/rego/form"
)

// Decisions gives what a checked policy's decisions are made from, for an engine
// that needs no OPA: the decision form, and the catalog as its JSON. They are
// those of the bundle, but for the filters of queries, which take longer than
// all the rest and decide nothing. The error is a fault of the compiler.
func Decisions(p *lang.Policy) (*form.Form, []byte, error) {
	m := regogen.New(p)
	text, err := json.Marshal(catalog(m.Form, nil))
	if err != nil {
		return nil, nil, fmt.Errorf("writing the catalog: %w", err)
	}
	return m.Form, text, nil
}
