package rego

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"portcullis/rego/scalar"
)

// MarshalJSON writes the request as the `input` document that an agent is
// asked with, in which an [Engine] and an agent read the same. It refuses what
// an Engine refuses, and text that is not UTF-8, which JSON would change.
func (q *Request) MarshalJSON() ([]byte, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	type plain Request
	return json.Marshal((*plain)(q))
}

// check looks for values that are not those of a request.
func (q *Request) check() error {
	parts := []struct {
		name string
		x    any
	}{
		{"user: login", q.User.Login},
		{"user: team", q.User.Team},
		{"user: profiles", q.User.Profiles},
		{"user: team_profiles", q.User.TeamProfiles},
		{"user: team_properties", q.User.TeamProperties},
		{"user: properties", q.User.Properties},
		{"user: record", q.User.Record},
		{"action", q.Action},
		{"resource", []string{q.Resource.Type, q.Resource.Name}},
		{"row", q.Row},
		{"rows", q.Rows},
		{"set", q.Set},
		{"related", q.Related},
		{"now", q.Now},
	}
	for _, part := range parts {
		if err := check(part.x); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	if q.To == nil {
		return nil
	}
	if err := check(q.To.Key); err != nil {
		return fmt.Errorf("to: key: %w", err)
	}
	if err := check(q.To.Profiles); err != nil {
		return fmt.Errorf("to: profiles: %w", err)
	}
	return nil
}

var errNotText = errors.New("a text is not UTF-8")

func check(x any) error {
	switch x := x.(type) {
	case nil, bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return nil
	case string:
		if !utf8.ValidString(x) {
			return errNotText
		}
		return nil
	case json.Number:
		if _, err := scalar.ParseNumber(string(x)); errors.Is(err, scalar.ErrNotNumber) {
			return notNumber(x)
		}
		return nil
	case float32:
		_, err := float(float64(x), 32)
		return err
	case float64:
		_, err := float(x, 64)
		return err
	case map[string]any:
		for k, v := range x {
			if !utf8.ValidString(k) {
				return errNotText
			}
			if err := check(v); err != nil {
				return fmt.Errorf("%s: %w", k, err)
			}
		}
		return nil
	case []any:
		return checkEach(x)
	case []string:
		return checkEach(x)
	case []map[string]any:
		return checkEach(x)
	default:
		return notValue(x)
	}
}

func checkEach[T any](list []T) error {
	for i, x := range list {
		if err := check(x); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

func notValue(x any) error { return fmt.Errorf("a %T is not a value of a request", x) }
