package types

import (
	"reflect"
	"strings"
	"testing"

	"portcullis/rego"
)

// TestAccessIsWhole holds what is written of `access` to what it gives.
func TestAccessIsWhole(t *testing.T) {
	of := reflect.TypeFor[rego.Access]()
	for i := range of.NumField() {
		name := of.Field(i).Tag.Get("json")
		if !strings.Contains(asked, "\n  "+name+": ") {
			t.Errorf("asked.ts: no %s", name)
		}
		if !strings.Contains(cells, `json:"`+name+`"`) {
			t.Errorf("cells.go.txt: no %s", name)
		}
	}
}
