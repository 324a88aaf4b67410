package reference

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
)

// load reads a policy that has no error.
func load(t *testing.T, source string) *lang.Policy {
	t.Helper()
	p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source)}})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags.Errs(), source)
	}
	return p
}

// decode reads JSON as the engines do.
func decode(t *testing.T, text string) any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}

func object(t *testing.T, text string) map[string]any {
	t.Helper()
	o, _ := decode(t, text).(map[string]any)
	return o
}

// merge lays objects over one another.
func merge(objects ...map[string]any) map[string]any {
	all := map[string]any{}
	for _, o := range objects {
		for k, v := range o {
			all[k] = v
		}
	}
	return all
}
