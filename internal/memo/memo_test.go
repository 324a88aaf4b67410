package memo

import (
	"testing"

	_ "portcullis/internal/update" // for -update
)

func TestMemo(t *testing.T) {
	var m Memo[string, int]
	worked := 0
	of := func(key string) int {
		return m.Of(key, func() int { worked++; return len(key) })
	}
	expect := func(after string, n int) {
		t.Helper()
		if worked != n {
			t.Errorf("after %s, %d were worked out, not %d", after, worked, n)
		}
	}
	if of("one") != 3 || of("three") != 5 {
		t.Error("a value is not that of its key")
	}
	expect("two keys", 2)
	m.Round()
	if of("one") != 3 {
		t.Error("what is kept is another value")
	}
	expect("a round", 2)
	m.Round()
	of("one")
	expect("another round", 2)
	of("three")
	expect("a round that did not ask for it", 3)
}
