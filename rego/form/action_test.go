package form_test

import (
	"slices"
	"testing"

	"portcullis/rego/form"
)

func TestActions(t *testing.T) {
	modes := form.Modes(form.KindTable, append(form.Actions(form.KindTable), "approve")...)
	for action, want := range map[string]form.Mode{
		"approve": form.OnRow, "view": form.OnRow, "import": form.Create, "update": form.Update, "manage_structure": form.Standing,
	} {
		if modes[action] != want {
			t.Errorf("%s is decided by %q, not %q", action, modes[action], want)
		}
	}
	if form.Modes(form.KindForm)["access"] != form.Create || form.Modes(form.KindMessage)["access"] != form.Message {
		t.Error("access to a form makes a row, and a message is written to somebody")
	}
	for kind, named := range map[form.ResourceKind]bool{form.KindTable: true, form.KindChannel: true, form.KindPage: false, form.KindForm: false} {
		if kind.Named() != named {
			t.Errorf("statements on a %s name actions: %v", kind, !named)
		}
	}
	if !slices.Equal(form.Actions(form.KindChannel), []string{"read", "post"}) {
		t.Errorf("a channel has %q", form.Actions(form.KindChannel))
	}
}
