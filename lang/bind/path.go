package bind

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// record is a row that a path has reached: from its root over to-one relations.
type record struct {
	root  policy.Root
	v     *policy.Var // of RootVar
	steps []*policy.Relation
	table *policy.Table // nil for user where there is no users table
	rng   hcl.Range

	name  string // how the beginning is written
	named int    // how many of the steps that beginning includes
}

// text writes the path.
func (r *record) text() string {
	var w strings.Builder
	w.WriteString(r.name)
	for _, s := range r.steps[r.named:] {
		w.WriteString("." + s.Name)
	}
	return w.String()
}

// isUser reports whether the record is `user` itself.
func (r *record) isUser() bool { return r.root == policy.RootUser && len(r.steps) == 0 }

// notValue says what to write in place of a record.
func (r *record) notValue() string {
	if len(r.steps) == r.named {
		if r.table == nil {
			return r.name + " is no value; its login and its properties are, such as user.login."
		}
		return r.name + " is a row of " + r.table.Name + ", not a value; to compare rows, compare their keys: " + each(r.name, r.table.Key) + "."
	}
	last := r.steps[len(r.steps)-1]
	before := record{name: r.name, named: r.named, steps: r.steps[:len(r.steps)-1]}
	return r.text() + " is a row of " + r.table.Name + ", not a value. " + held(before.text(), last.Key)
}

// held says which fields of a row hold the key of another.
func held(row string, key policy.Key) string {
	if len(key) == 1 {
		return "The field that holds its key is " + each(row, key) + "."
	}
	return "The fields that hold its key are " + each(row, key) + "."
}

// each names the fields of a row's key.
func each(row string, key policy.Key) string {
	return row + "." + strings.Join(key.Names(), " and "+row+".")
}

// traversal binds a path, or another thing that begins with a name.
func (b *binder) traversal(e *hclsyntax.ScopeTraversalExpr) operand {
	root, steps := e.Traversal[0].(hcl.TraverseRoot), e.Traversal[1:]
	if v := b.vars.find(root.Name); v != nil {
		return b.walk(relocate(v.elem, root.Name, root.SrcRange), steps)
	}
	rng := root.SrcRange
	if !slices.Contains(b.Place.roots(), root.Name) {
		b.refuseRoot(root, steps)
		return &badOperand{rng}
	}
	switch root.Name {
	case "row", "new":
		if b.Table == nil {
			b.report(rng, "Not available here", "There is no row here.")
			return &badOperand{rng}
		}
		r := record{root: policy.RootRow, table: b.Table, name: root.Name, rng: rng}
		if root.Name == "new" {
			r.root = policy.RootNew
		}
		return b.walk(&recordOperand{r}, steps)
	case "user":
		return b.walk(&recordOperand{record{root: policy.RootUser, table: b.Portal.Users, name: "user", rng: rng}}, steps)
	case "team":
		return b.walk(&teamOperand{rng}, steps)
	case "now":
		return b.walk(typed(&policy.Now{Expr: policy.Expr{Range: rng}}), steps)
	case "today":
		return b.walk(typed(&policy.Today{Expr: policy.Expr{Range: rng}}), steps)
	case "all":
		return b.walk(&condOperand{&policy.Const{Expr: policy.Expr{Range: rng}, Value: true}}, steps)
	case "own":
		return b.walk(condAt(b.own(rng), rng), steps)
	default:
		return b.named(root, steps)
	}
}

// othersRoots are the names that expressions of other languages begin with.
var othersRoots = map[string]string{
	"input":             "What is asked about is row and new; who asks is user and team.",
	"data":              "The rows of other tables are reached by relations: row.client.region.",
	"var":               "Constants are local.NAME, declared in a locals block.",
	"self":              "The row is row.",
	"this":              "The row is row.",
	"auth":              "The person is user.",
	"current_user":      "The person is user; their login is user.login.",
	"current_date":      "The date is today.",
	"CURRENT_DATE":      "The date is today.",
	"CURRENT_TIMESTAMP": "The time is now.",
}

// refuseRoot reports a name that an expression cannot begin with here.
func (b *binder) refuseRoot(root hcl.TraverseRoot, steps hcl.Traversal) {
	name := root.Name
	if slices.Contains(policy.AllRoots, name) {
		b.report(root.SrcRange, "Not available here", "%s", b.Place.refusal(name))
		return
	}
	hint := diag.DidYouMean(name, b.rootNames())
	if word := syntax.ConstantWords[strings.ToLower(name)]; word != "" && len(steps) == 0 {
		hint = " Write " + word + "."
	} else if meant := othersRoots[name]; meant != "" {
		hint = " " + meant
	}
	if b.Table != nil && slices.Contains(b.Place.roots(), "row") && slices.Contains(memberNames(b.Table), name) {
		hint = " To name the " + memberKind(b.Table, name) + " of " + b.Table.Name + ", write row." + name + "."
	}
	b.report(root.SrcRange, "Unknown name", "%q is none of the names that an expression begins with here.%s", name, hint)
}

// own binds `own`: the owner field equals the user's key, or the login. That
// the two are of one type is checked where the owner is declared.
func (b *binder) own(rng hcl.Range) policy.Cond {
	switch {
	case b.Table == nil:
		b.report(rng, "Not available here", "There is no row here.")
		return nil
	case b.Table.Owner == nil:
		b.report(rng, "No owner", "own needs to know who added a row: give table %q the argument owner, the field that holds that person's key.", b.Table.Name)
		return nil
	}
	owner := &policy.Path{Expr: policy.Expr{Range: rng}, Root: policy.RootRow, Field: b.Table.Owner}
	var person policy.Value
	if users := b.Portal.Users; users != nil {
		person = &policy.Path{Expr: policy.Expr{Range: rng}, Root: policy.RootUser, Field: users.Key[0]}
	} else {
		person = b.login(rng)
	}
	return &policy.Compare{Expr: policy.Expr{Range: rng}, Op: policy.Eq, X: owner, Y: person}
}

func (b *binder) login(rng hcl.Range) *policy.Login {
	if b.Portal.Login != nil {
		return &policy.Login{Expr: policy.Expr{Range: rng}, T: b.Portal.Login.Type}
	}
	return &policy.Login{Expr: policy.Expr{Range: rng}, T: policy.Type{Kind: policy.String}}
}

// named binds `condition.NAME`. What begins with local is constant.
func (b *binder) named(root hcl.TraverseRoot, steps hcl.Traversal) operand {
	rng := root.SrcRange
	bad := &badOperand{rng}
	if len(steps) == 0 {
		b.report(rng, "Missing name", "condition is followed by a dot and the name of a condition.")
		return bad
	}
	step, ok := steps[0].(hcl.TraverseAttr)
	if !ok {
		b.refuseIndex(steps[0])
		return bad
	}
	rng = hcl.RangeBetween(rng, step.SrcRange)
	c := b.conditionAt(step, rng)
	if c == nil {
		return bad
	}
	if b.Table != nil && c.Table != b.Table {
		b.report(rng, "Condition of another table", "condition.%s is asked of rows of %s; the rows here are of %s.", c.Name, c.Table.Name, b.Table.Name)
		return bad
	}
	return b.walk(&condOperand{&policy.Named{Expr: policy.Expr{Range: rng}, Condition: c}}, steps[1:])
}

// conditionAt finds the condition that is named at a place: nil if there is none,
// or it has a mistake.
func (b *binder) conditionAt(name hcl.TraverseAttr, rng hcl.Range) *policy.Condition {
	if _, found := slices.BinarySearch(b.ConditionNames, name.Name); !found {
		b.report(constant.NameRange(name), "Undeclared condition", "No condition %q is declared.%s", name.Name, diag.DidYouMean(name.Name, b.ConditionNames))
		return nil
	}
	c, diags := b.Scope.Condition(name.Name, rng)
	b.diags = append(b.diags, diags...)
	if diags.HasErrors() {
		return nil
	}
	if c != nil {
		b.Uses.Note(constant.NameRange(name), name.Name, c)
	}
	return c
}

// relocate gives what a for-variable stands for the place where it is used.
func relocate(op operand, name string, rng hcl.Range) operand {
	switch op := op.(type) {
	case *recordOperand:
		r := op.record
		r.name, r.named, r.rng = name, len(r.steps), rng
		return &recordOperand{r}
	case *typedOperand:
		if v, ok := op.v.(*policy.Element); ok {
			return typed(&policy.Element{Expr: policy.Expr{Range: rng}, Var: v.Var})
		}
		if v, ok := op.v.(*policy.Path); ok {
			p := *v
			p.Range = rng
			return typed(&p)
		}
	case *elemOperand:
		return &elemOperand{list: op.list, name: name, rng: rng}
	case *badOperand:
		return &badOperand{rng}
	}
	return op
}
