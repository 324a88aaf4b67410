package constant

import (
	"fmt"
	"math/big"

	"portcullis/rego/scalar"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Functions are the functions of constants: those of HCL's usual set
// that depend on their arguments alone, under the names that Terraform gives
// them; the functions of texts are as the language has them.
var Functions = map[string]function.Function{
	"abs":             stdlib.AbsoluteFunc,
	"alltrue":         allTrueFunc,
	"anytrue":         anyTrueFunc,
	"ceil":            stdlib.CeilFunc,
	"chomp":           stdlib.ChompFunc,
	"chunklist":       stdlib.ChunklistFunc,
	"coalesce":        stdlib.CoalesceFunc,
	"coalescelist":    stdlib.CoalesceListFunc,
	"compact":         stdlib.CompactFunc,
	"concat":          stdlib.ConcatFunc,
	"contains":        stdlib.ContainsFunc,
	"csvdecode":       stdlib.CSVDecodeFunc,
	"dateadd":         dateaddFunc,
	"distinct":        stdlib.DistinctFunc,
	"element":         stdlib.ElementFunc,
	"flatten":         stdlib.FlattenFunc,
	"floor":           stdlib.FloorFunc,
	"format":          stdlib.FormatFunc,
	"formatdate":      stdlib.FormatDateFunc,
	"formatlist":      stdlib.FormatListFunc,
	"indent":          stdlib.IndentFunc,
	"int":             stdlib.IntFunc,
	"join":            stdlib.JoinFunc,
	"jsondecode":      stdlib.JSONDecodeFunc,
	"jsonencode":      stdlib.JSONEncodeFunc,
	"keys":            stdlib.KeysFunc,
	"length":          lengthFunc,
	"log":             stdlib.LogFunc,
	"lookup":          stdlib.LookupFunc,
	"max":             stdlib.MaxFunc,
	"merge":           stdlib.MergeFunc,
	"min":             stdlib.MinFunc,
	"parseint":        stdlib.ParseIntFunc,
	"pow":             stdlib.PowFunc,
	"range":           stdlib.RangeFunc,
	"regex":           stdlib.RegexFunc,
	"regexall":        stdlib.RegexAllFunc,
	"regexreplace":    stdlib.RegexReplaceFunc,
	"replace":         stdlib.ReplaceFunc,
	"reverse":         stdlib.ReverseListFunc,
	"setintersection": stdlib.SetIntersectionFunc,
	"setproduct":      stdlib.SetProductFunc,
	"setsubtract":     stdlib.SetSubtractFunc,
	"setunion":        stdlib.SetUnionFunc,
	"signum":          stdlib.SignumFunc,
	"slice":           stdlib.SliceFunc,
	"sort":            stdlib.SortFunc,
	"split":           stdlib.SplitFunc,
	"strlen":          stdlib.StrlenFunc,
	"strrev":          stdlib.ReverseFunc,
	"substr":          stdlib.SubstrFunc,
	"timeadd":         timeaddFunc,
	"title":           stdlib.TitleFunc,
	"tobool":          stdlib.MakeToFunc(cty.Bool),
	"tolist":          stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
	"tomap":           stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
	"tonumber":        stdlib.MakeToFunc(cty.Number),
	"toset":           stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
	"tostring":        stdlib.MakeToFunc(cty.String),
	"trim":            stdlib.TrimFunc,
	"trimprefix":      stdlib.TrimPrefixFunc,
	"trimspace":       stdlib.TrimSpaceFunc,
	"trimsuffix":      stdlib.TrimSuffixFunc,
	"values":          stdlib.ValuesFunc,
	"zipmap":          stdlib.ZipmapFunc,
}

func init() {
	for _, op := range scalar.Predicates() {
		Functions[string(op)] = predicateFunc(op.Of())
	}
	for _, c := range scalar.Changes() {
		Functions[string(c)] = changeFunc(c)
	}
}

// predicateFunc makes a function of a predicate of two texts.
func predicateFunc(holds func(s, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}, {Name: "part", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(holds(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// changeFunc makes a function of a change of a text, which gives null of null.
func changeFunc(c scalar.Change) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String, AllowNull: true}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if args[0].IsNull() {
				return args[0], nil
			}
			return cty.StringVal(c.Of(args[0].AsString())), nil
		},
	})
}

// lengthFunc counts elements, or the characters of a text.
var lengthFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		switch v := args[0]; {
		case v.Type() == cty.String:
			return stdlib.Strlen(v)
		case v.CanIterateElements():
			return cty.NumberIntVal(int64(v.LengthInt())), nil
		default:
			return cty.NilVal, function.NewArgErrorf(0, "a list, an object or a string is needed")
		}
	},
})

var (
	allTrueFunc = quantifierFunc(true)
	anyTrueFunc = quantifierFunc(false)
)

// quantifierFunc makes alltrue or anytrue of constants.
func quantifierFunc(all bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			for it := args[0].ElementIterator(); it.Next(); {
				_, e := it.Element()
				if e.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "an element is null")
				}
				if e.True() != all {
					return cty.BoolVal(!all), nil
				}
			}
			return cty.BoolVal(all), nil
		},
	})
}

// timeaddFunc is the binder's timeadd of constants. It keeps fractions of
// seconds, which the standard one drops.
var timeaddFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "timestamp", Type: cty.String}, {Name: "duration", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		at, err := scalar.ParseTimestamp(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		by, err := ParseDuration(args[1].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		at, ok := scalar.MoveInstant(at, by.Microseconds())
		if !ok {
			return cty.NilVal, fmt.Errorf("the time leaves the years 0001 to 9999")
		}
		return cty.StringVal(scalar.TimestampText(at)), nil
	},
})

// dateaddFunc is the binder's dateadd of constants.
var dateaddFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "date", Type: cty.String}, {Name: "days", Type: cty.Number}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		day, err := scalar.ParseDate(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		days, ok := WholeDays(args[1])
		if !ok {
			return cty.NilVal, function.NewArgErrorf(1, "whole days are needed, at most %d of them", MaxDays)
		}
		day, ok = scalar.MoveDay(day, int64(days))
		if !ok {
			return cty.NilVal, fmt.Errorf("the date leaves the years 0001 to 9999")
		}
		return cty.StringVal(scalar.DateText(day)), nil
	},
})

// MaxDays is the number of days between the first date and the last.
const MaxDays = scalar.LastDay - scalar.FirstDay

// WholeDays gives a constant as a number of days, if it is one.
func WholeDays(v cty.Value) (int, bool) {
	days, accuracy := v.AsBigFloat().Int64()
	return int(days), accuracy == big.Exact && days <= MaxDays && days >= -MaxDays
}
