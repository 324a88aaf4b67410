package bind

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
)

// FuzzKey reads back what keys are written of: what can be read in one way alone
// is written of one user alone.
func FuzzKey(f *testing.F) {
	for _, seed := range []string{
		`{}`,
		`{"Login": "ana", "Team": "t", "Profiles": ["p", ""], "TeamProfiles": [], "Record": {"id": 1, "client": {"id": "1"}, "tags": ["x", [true, null]]}}`,
		`{"Login": 17, "Properties": {"a": 17, "b": 1.5, "c": -1, "d": [], "e": {}, "f": "", "g": false}}`,
		`{"Properties": {"a": 1, "11111111111111111111111111111111111111111111111111": null}}`,
		`{"TeamProperties": null, "Properties": {"": {"": {"": ""}}}}`,
	} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, exact bool) {
		var u User
		dec := json.NewDecoder(strings.NewReader(string(text)))
		if exact {
			dec.UseNumber()
		}
		if dec.Decode(&u) != nil {
			return
		}
		if !exact { // numbers are floats, of which whole ones are made ints
			u.Record, _ = whole(u.Record).(map[string]any)
			u.Login = whole(u.Login)
		}
		key, ok := u.key(nil)
		if !ok {
			t.Fatalf("%+v has no key", u)
		}
		r := &keyReader{t: t, rest: key}
		got := User{Team: r.text(), Profiles: r.texts(), TeamProfiles: r.texts(), Login: r.value()}
		got.TeamProperties, _ = r.value().(map[string]any)
		got.Properties, _ = r.value().(map[string]any)
		got.Record, _ = r.value().(map[string]any)
		if len(r.rest) > 0 {
			t.Fatalf("%q is left of the key of %+v", r.rest, u)
		}
		for _, list := range []*[]string{&u.Profiles, &u.TeamProfiles} {
			*list = append([]string{}, *list...)
		}
		if !reflect.DeepEqual(got, u) {
			t.Errorf("the key of %#v is that of %#v", u, got)
		}
	})
}

// whole makes an int of each number that is one.
func whole(v any) any {
	switch v := v.(type) {
	case float64:
		if n := int64(v); v == float64(n) && n != 0 && n < 1<<53 && n > -1<<53 {
			return n
		}
		return v
	case map[string]any:
		for name, x := range v {
			v[name] = whole(x)
		}
		return v
	case []any:
		for i, x := range v {
			v[i] = whole(x)
		}
		return v
	default:
		return v
	}
}

type keyReader struct {
	t    *testing.T
	rest []byte
}

func (r *keyReader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.t.Fatal("a key ends too early")
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *keyReader) size() uint64 {
	n, read := binary.Uvarint(r.rest)
	if read <= 0 {
		r.t.Fatal("a key has no length where one is due")
	}
	r.take(uint64(read))
	return n
}

func (r *keyReader) text() string { return string(r.take(r.size())) }

func (r *keyReader) texts() []string {
	out := []string{}
	for n := r.size(); n > 0; n-- {
		out = append(out, r.text())
	}
	return out
}

func (r *keyReader) value() any {
	k := kind(r.take(1)[0])
	switch k {
	case null:
		return nil
	case text:
		return r.text()
	case decimal:
		return json.Number(r.text())
	case integer:
		return r.int()
	case boolean:
		return r.int() == 1
	case float:
		return math.Float64frombits(uint64(r.int()))
	case list:
		out := []any{}
		for n := r.size(); n > 0; n-- {
			out = append(out, r.value())
		}
		return out
	case record:
		out := map[string]any{}
		for n := r.size(); n > 0; n-- {
			name := r.text()
			out[name] = r.value()
		}
		return out
	default:
		r.t.Fatalf("a key has a value of kind %d", k)
		return nil
	}
}

func (r *keyReader) int() int64 { return int64(binary.BigEndian.Uint64(r.take(8))) }

// TestKeyAfterNumber has two users who were written alike when a number's digits
// had no end: what follows them was read as one of them.
func TestKeyAfterNumber(t *testing.T) {
	long := strings.Repeat("x", 48) + "\x03\x31" + strings.Repeat("y", 48)
	one := User{Properties: map[string]any{"a": 17, long: nil}}
	other := User{Properties: map[string]any{"a": 1, "b" + strings.Repeat("x", 48): strings.Repeat("y", 48) + "\x02"}}
	a, _ := one.key(nil)
	b, _ := other.key(nil)
	if string(a) == string(b) {
		t.Error("two users have one key")
	}
}
