package bind

import (
	"encoding/binary"
	"slices"
)

// key writes a user so that only equal users are written alike: that is what
// bound filters are kept by. Whatever has no length of its own has it written
// before it, so that what is written can be read in one way alone. It is false
// where a value is of a type that cannot be written, such as a caller's own record.
func (u User) key(to []byte) ([]byte, bool) {
	to = keyText(to, u.Team)
	to = keyTexts(to, u.Profiles)
	to = keyTexts(to, u.TeamProfiles)
	to, ok := keyValue(to, Of(u.Login))
	for _, m := range []map[string]any{u.TeamProperties, u.Properties, u.Record} {
		if ok {
			to, ok = keyValue(to, Of(m))
		}
	}
	return to, ok
}

func keyText(to []byte, s string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(s))), s...)
}

func keyInt(to []byte, n int64) []byte { return binary.BigEndian.AppendUint64(to, uint64(n)) }

func keyTexts(to []byte, list []string) []byte {
	to = binary.AppendUvarint(to, uint64(len(list)))
	for _, s := range list {
		to = keyText(to, s)
	}
	return to
}

func keyValue(to []byte, v Value) ([]byte, bool) {
	to = append(to, byte(v.kind))
	switch v.kind {
	case null, strange:
		return to, v.kind == null
	case text, decimal:
		return keyText(to, v.s), true
	case integer, float, boolean:
		return keyInt(to, v.n), true
	case list:
		return keyList(to, v)
	case record:
		m, ok := v.ref.(map[string]any)
		if !ok {
			return nil, false
		}
		return keyRecord(to, m)
	default: // a time has a place, which a date depends on
		return nil, false
	}
}

func keyList(to []byte, v Value) ([]byte, bool) {
	n, ok := v.length()
	to = binary.AppendUvarint(to, uint64(n))
	for i := 0; i < n && ok; i++ {
		to, ok = keyValue(to, v.element(i))
	}
	return to, ok
}

func keyRecord(to []byte, m map[string]any) ([]byte, bool) {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	to = binary.AppendUvarint(to, uint64(len(names)))
	ok := true
	for i := 0; i < len(names) && ok; i++ {
		to, ok = keyValue(keyText(to, names[i]), Of(m[names[i]]))
	}
	return to, ok
}
