package debian_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"portcullis/internal/debian"
	_ "portcullis/internal/update" // for -update
)

// ended is a test that notes how it was ended.
type ended struct {
	testing.TB
	how string
}

func (e *ended) Helper() {}

func (e *ended) Skip(args ...any) { e.how = "skipped: " + fmt.Sprint(args...) }

func (e *ended) Fatal(args ...any) { e.how = "failed: " + fmt.Sprint(args...) }

func TestNeed(t *testing.T) {
	lacking := fmt.Errorf("starting: %w", &debian.Missing{What: "thing", How: "get it"})
	for _, c := range []struct {
		err      error
		ci, want string
	}{
		{nil, "true", ""},
		{lacking, "", "skipped: there is no thing: get it"},
		{lacking, "true", "failed: starting: there is no thing: get it"},
		{errors.New("broken"), "", "failed: broken"},
	} {
		t.Setenv("CI", c.ci)
		e := &ended{}
		if debian.Need(e, c.err); e.how != c.want || strings.Contains(e.how, "\n") {
			t.Errorf("%v with CI=%s: %q, not %q", c.err, c.ci, e.how, c.want)
		}
	}
}
