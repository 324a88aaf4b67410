package rego

import (
	"encoding/json"
	"reflect"
	"testing"
)

// TestDocuments has the documents of a bundle's data be what encoding/json finds, and any
// other text be left to it.
func TestDocuments(t *testing.T) {
	for text, found := range map[string]bool{
		`{"acme":{"catalog":{"a":["}",{"b\\":1}]},"form":{}}}`:     true,
		"{\"acme\":{\"catalog\":{\"a\":\"\\\"}\"},\"form\":[]}}\n": true,
		`{"acme":{"\u0063atalog":{},"form":{}}}`:                   true,
		`{"acme":{}}`:                                              false,
		`{"acme":{"catalog":1}}`:                                   false,
		`{"acme":{"catalog":null,"form":{}}}`:                      false,
		`{"acme":{"catalog":{},"catalog":{}}}`:                     false,
		`{"acme":{"catalog":{}},"other":{}}`:                       false,
		`{"other":{},"acme":{"catalog":{}}}`:                       false,
		`{ "acme":{"catalog":{}}}`:                                 false,
		`{"acme":{"catalog":{}}`:                                   false,
		`{"acme":{"catalog":{}}}}`:                                 false,
		`{"acme":{"catalog":{},}}`:                                 false,
		`{"acme":{"catalog":{}"form":{}}}`:                         false,
		`{"acme":{"catalog"{}}}`:                                   false,
		`{"acme":{"catalog`:                                        false,
		`{"acme":{"catalog":{"a`:                                   false,
		`{"acme":{"catalog":`:                                      false,
		`{"acme":{catalog:{}}}`:                                    false,
		`{"acme":{[]:{}}}`:                                         false,
		`{"acme":[]}`:                                              false, `[]`: false, ``: false, `{"acme":{`: false,
	} {
		got, ok := documents([]byte(text), "acme")
		if ok != found {
			t.Errorf("%s: found %t, %s", text, ok, got)
			continue
		}
		var want map[string]map[string]json.RawMessage
		if !found {
			continue
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil || !reflect.DeepEqual(got, want["acme"]) {
			t.Errorf("%s: %s, and by encoding/json %s, %v", text, got, want["acme"], err)
		}
	}
	if got, ok := documents([]byte(`{"acme":{"form":}}`), "acme"); ok && json.Valid(got["form"]) {
		t.Errorf("what is no JSON has a document %s", got["form"])
	}
	if got, ok := documents([]byte(`{"a\"b":{"form":{}}}`), `a"b`); !ok || string(got["form"]) != "{}" {
		t.Errorf("a name that is escaped has the documents %s, %t", got, ok)
	}
}
