package form

import (
	"reflect"
	"testing"
)

// TestPlainFields has what is read at once be what encoding/json reads, and everything
// else be left to it.
func TestPlainFields(t *testing.T) {
	for text, plain := range map[string]bool{
		`{"name":"total","type":"number","column":"total"}`:                                                    true,
		`{"name":"total","type":"number","required":true,"generated":true,"sensitive":"money","column":"a b"}`: true,
		`{"name":"a","name":"b","type":"string","column":""}`:                                                  true,
		`{"name":"a"}`: true,
		`{}`:           false,
		`{"name":"a","type":"enum","values":["x"],"column":"a"}`:            false,
		`{"name":"a","type":"list","elem":{"type":"string"},"column":"a"}`:  false,
		`{"name":"a","type":"string","default":{"value":"x"},"column":"a"}`: false,
		`{"name":"a","type":"string","required":false,"column":"a"}`:        false,
		`{"name":"a","type":"string","required":"true","column":"a"}`:       false,
		`{"name":true,"type":"string","column":"a"}`:                        false,
		`{"name":"a\\"","type":"string","column":"a"}`:                      false,
		`{"name":"\u0061","type":"string","column":"a"}`:                    false,
		`{"name":"é","type":"string","column":"a"}`:                         false,
		"{\"name\":\"\xff\",\"type\":\"string\",\"column\":\"a\"}":          false,
		"{\"name\":\"a\n\",\"type\":\"string\"}":                            false,
		`{"name": "a"}`:                                                     false,
		`{"Name":"a"}`:                                                      false,
		`{"name":"a","unknown":"b"}`:                                        false,
		`{"name":"a",}`:                                                     false,
		`{"name":"a"}}`:                                                     false,
		`{"name":"a"} `:                                                     false,
		`{"name":"a"`:                                                       false,
		`{"name":"a`:                                                        false,
		`{"name":truething}`:                                                false,
		`{"required":truething}`:                                            false,
		`{"name":"a","required":true"column":"b"}`:                          false,
		`null`: false, `"name"`: false, ``: false, `{`: false,
	} {
		var at, by Field
		at.Name = "before"
		if got := at.readPlain([]byte(text)); got != plain {
			t.Errorf("%s is read at once: %t", text, got)
			continue
		}
		if !plain {
			if at.Name != "before" {
				t.Errorf("%s has changed the field", text)
			}
			continue
		}
		if err := by.read([]byte(text)); err != nil || !reflect.DeepEqual(at, by) {
			t.Errorf("%s is %v, and for encoding/json %v, %v", text, at, by, err)
		}
	}
}
