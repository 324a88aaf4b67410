package difftest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/bundle"
	opa "github.com/open-policy-agent/opa/v1/rego"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/rego"
	"portcullis/rego/local"
)

// subject is one portal, four ways: the reference, the embedded engine, the one
// that is bound to the decision form, and a plain OPA that has loaded the bundle.
type subject struct {
	policy *lang.Policy
	engine *rego.Engine
	bound  *local.Engine
	agent  opa.PreparedEvalQuery
}

func open(source string) (_ *subject, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v", x) // so that what panics is made smaller, too
		}
	}()
	policy, err := load(source)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := compile.Write(&out, policy, compile.Options{}); err != nil {
		return nil, fmt.Errorf("writing the bundle: %w", err)
	}
	ctx := context.Background()
	s := &subject{policy: policy}
	if s.engine, err = rego.Open(ctx, bytes.NewReader(out.Bytes())); err != nil {
		return nil, err
	}
	s.bound = local.New(s.engine)
	loaded, err := bundle.NewReader(bytes.NewReader(out.Bytes())).Read()
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	root := fmt.Sprintf("data[%q]", policy.Portal.Name)
	query := strings.ReplaceAll("[ROOT.decision, ROOT.allow, ROOT.visible, ROOT.access]", "ROOT", root)
	s.agent, err = opa.New(opa.Query(query), opa.ParsedBundle("portal", &loaded)).PrepareForEval(ctx)
	return s, err
}

// difference gives what two answers to a request differ in; "" if they agree.
func (s *subject) difference(request any) string {
	want := wanted(s.policy, request)
	got, err := s.agentAnswers(request)
	if err != nil {
		return err.Error()
	}
	for _, rule := range []string{"decision", "allow", "visible", "access"} {
		if where := unequal(want[rule], got[rule]); where != "" {
			return fmt.Sprintf("%s differs at %s: the reference says\n%s\nOPA says\n%s", rule, where, Show(want[rule]), Show(got[rule]))
		}
	}
	q, ok := engineRequest(request)
	if !ok {
		return ""
	}
	for name, e := range map[string]answerer{"the engine": s.engine, "the bound engine": s.bound} {
		got, err = engineAnswers(e, q)
		if err != nil {
			return err.Error()
		}
		for rule, answer := range got {
			if where := unequal(want[rule], answer); where != "" {
				return fmt.Sprintf("%s differs at %s: the reference says\n%s\n%s says\n%s", rule, where, Show(want[rule]), name, Show(answer))
			}
		}
	}
	return ""
}

// wanted gives the answers of the reference as JSON values.
func wanted(p *lang.Policy, request any) map[string]any {
	d := reference.Decide(p, request)
	because := []any{}
	for _, r := range d.Because {
		because = append(because, map[string]any{"statement": r.Statement, "effect": r.Effect, "profile": r.Profile})
	}
	var message any
	switch {
	case d.Builtin:
		message = anyText
	case d.Message != "":
		message = d.Message
	}
	rows := []any{}
	for _, r := range reference.Visible(p, request) {
		rows = append(rows, map[string]any{"row": r.Row, "hidden": list(r.Hidden), "masked": list(r.Masked)})
	}
	return map[string]any{
		"decision": map[string]any{
			"allow": d.Allow, "visible": list(d.Visible), "masked": d.Masked, "editable": list(d.Editable),
			"set": d.Set, "because": because, "message": message,
		},
		"allow": d.Allow, "visible": rows, "access": reference.Access(p, request),
	}
}

func list(names []string) []any {
	l := []any{}
	for _, n := range names {
		l = append(l, n)
	}
	return l
}

// agentAnswers asks a plain OPA. An undefined document is an error.
func (s *subject) agentAnswers(request any) (map[string]any, error) {
	results, err := s.agent.Eval(context.Background(), opa.EvalInput(request))
	if err != nil {
		return nil, fmt.Errorf("OPA: %w", err)
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("OPA: a document is undefined")
	}
	answers := results[0].Expressions[0].Value.([]any)
	return map[string]any{"decision": answers[0], "allow": answers[1], "visible": answers[2], "access": answers[3]}, nil
}

// answerer is an engine that takes requests.
type answerer interface {
	Allow(ctx context.Context, r *rego.Request) (bool, error)
	Decide(ctx context.Context, r *rego.Request) (*rego.Decision, error)
	Visible(ctx context.Context, r *rego.Request) ([]rego.VisibleRow, error)
	Access(ctx context.Context, user rego.User, now string) (*rego.Access, error)
}

// engineAnswers asks an engine that takes requests: the embedded OPA, and the
// one that answers from the decision form.
func engineAnswers(e answerer, q *rego.Request) (map[string]any, error) {
	ctx := context.Background()
	d, err := e.Decide(ctx, q)
	if err != nil {
		return nil, err
	}
	allow, err := e.Allow(ctx, q)
	if err != nil {
		return nil, err
	}
	visible, err := e.Visible(ctx, q)
	if err != nil {
		return nil, err
	}
	access, err := e.Access(ctx, q.User, q.Now)
	if err != nil {
		return nil, err
	}
	answers := map[string]any{}
	for rule, answer := range map[string]any{"decision": d, "allow": allow, "visible": visible, "access": access} {
		if answers[rule], err = throughJSON(answer); err != nil {
			return nil, err
		}
	}
	if decision := answers["decision"].(map[string]any); decision["message"] == "" {
		decision["message"] = nil
	}
	return answers, nil
}

func throughJSON(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var out any
	err = dec.Decode(&out)
	return out, err
}

// anyText stands for a text whose words the contract leaves open.
const anyText = "\x00any text"

// unequal gives the place at which two JSON values differ, "" if nowhere.
// Numbers are the same as numbers, timestamps as instants.
func unequal(want, got any) string {
	switch want := want.(type) {
	case map[string]any:
		other, ok := got.(map[string]any)
		if !ok {
			return "."
		}
		for _, name := range sortedNames(want, other) {
			w, inWant := want[name]
			g, inGot := other[name]
			if inWant != inGot {
				return "." + name
			}
			if strings.HasSuffix(name, "users") { // in no particular order
				g = inOrderOf(w, g)
			}
			if where := unequal(w, g); where != "" {
				return "." + name + where
			}
		}
		return ""
	case []any:
		other, ok := got.([]any)
		if !ok || len(other) != len(want) {
			return "[]"
		}
		for i := range want {
			if where := unequal(want[i], other[i]); where != "" {
				return fmt.Sprintf("[%d]%s", i, where)
			}
		}
		return ""
	case json.Number:
		if other, ok := got.(json.Number); ok && (want == other || reference.SameNumber(want, other)) { // beyond the bound on numbers none is another's same
			return ""
		}
	case string:
		if other, ok := got.(string); ok && (want == other || (want == anyText && other != "") || sameInstant(want, other)) {
			return ""
		}
	default: // null, bools
		if want == got {
			return ""
		}
	}
	return "."
}

func sortedNames(a, b map[string]any) []string {
	var names []string
	for n := range a {
		names = append(names, n)
	}
	for n := range b {
		if _, ok := a[n]; !ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// inOrderOf puts what is in both lists in the order of the first.
func inOrderOf(want, got any) any {
	wanted, _ := want.([]any)
	rest, ok := got.([]any)
	if !ok {
		return got
	}
	rest = slices.Clone(rest)
	ordered := []any{}
	for _, w := range wanted {
		if i := slices.IndexFunc(rest, func(g any) bool { return unequal(w, g) == "" }); i >= 0 {
			ordered = append(ordered, rest[i])
			rest = slices.Delete(rest, i, i+1)
		}
	}
	return append(ordered, rest...)
}

// sameInstant reports whether two texts are timestamps of one instant. Of a request
// without a `now` each engine looks at the clock by itself: what it sets then is just past.
func sameInstant(a, b string) bool {
	x, errX := time.Parse(time.RFC3339Nano, a)
	y, errY := time.Parse(time.RFC3339Nano, b)
	justPast := func(t time.Time) bool { return time.Since(t).Abs() < time.Hour }
	return errX == nil && errY == nil && (x.Equal(y) || justPast(x) && justPast(y))
}
