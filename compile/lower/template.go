package lower

import (
	"fmt"
	"slices"
	"strconv"

	"portcullis/lang"
	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// template gives what a text of parts can be: one for each way in which its
// parts are what they are.
func (l *lowering) template(v *lang.Template) []alternative {
	out := []alternative{{form.Always{}, form.Template{}}}
	for _, part := range v.Parts {
		var longer []alternative
		for _, alt := range l.alternatives(part) {
			for _, before := range out {
				if both := form.And(before.guard, alt.guard); !form.Impossible(both) {
					longer = append(longer, alternative{both, append(slices.Clip(before.x.(form.Template)), spelled(alt.x)...)})
				}
			}
		}
		out = longer
	}
	for i, alt := range out {
		out[i].x = joined(alt.x.(form.Template))
	}
	return out
}

// spelled gives the parts that an operand is as a part of a text.
func spelled(x form.Operand) []form.Operand {
	switch x := x.(type) {
	case form.Template:
		return x
	case form.Constant:
		return []form.Operand{form.Constant{T: form.Type{Kind: form.String}, Value: spelling(x)}}
	default:
		return []form.Operand{x}
	}
}

// spelling writes a constant as a part of a text.
func spelling(c form.Constant) string {
	switch v := c.Value.(type) {
	case form.Decimal:
		n, err := scalar.ParseNumber(string(v))
		if err != nil {
			panic(fmt.Sprintf("compile: a number that was not checked: %s", v))
		}
		return n.Plain()
	case bool:
		return strconv.FormatBool(v)
	default:
		return v.(string)
	}
}

// joined gives a text with constants that follow one another as one; of one part
// that is a text, that part.
func joined(parts form.Template) form.Operand {
	var out form.Template
	for _, part := range parts {
		c, ok := part.(form.Constant)
		if last := len(out) - 1; ok && last >= 0 {
			if before, also := out[last].(form.Constant); also {
				out[last] = form.Constant{T: c.T, Value: before.Value.(string) + c.Value.(string)}
				continue
			}
		}
		if !ok || c.Value != "" {
			out = append(out, part)
		}
	}
	switch {
	case len(out) == 0:
		return form.Constant{T: form.Type{Kind: form.String}, Value: ""}
	case len(out) == 1 && out[0].Type().Kind == form.String:
		return out[0]
	}
	return out
}

// nullTemplate gives what proves that a text is null: a part of it is, and none
// is unknown.
func (l *lowering) nullTemplate(v *lang.Template) form.Formula {
	var some, all []form.Formula
	for _, part := range v.Parts {
		null := l.null(part)
		some = append(some, null)
		all = append(all, form.Or(null, l.each(part, form.KnownOf)))
	}
	if len(v.Parts) == 1 {
		return some[0]
	}
	return form.And(append(all, form.Or(some...))...)
}
