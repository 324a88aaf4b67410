package reference

import "portcullis/lang"

// Row asks a condition of rows, as a person at a time: `user` and `now` of the
// input. It gives nil for somebody who is refused everything (§5).
func (i Interpreter) Row(input map[string]any) func(c lang.Cond, row map[string]any) Truth {
	who, refusal := readPerson(i.Policy, input)
	if refusal != "" {
		return nil
	}
	who.watch = i.Watch
	return func(c lang.Cond, row map[string]any) Truth { return scope{person: who, row: row}.holds(c) }
}
