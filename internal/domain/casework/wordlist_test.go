package casework

import (
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// fewWords are a region's lists with one word each.
type fewWords struct{}

func (fewWords) Reason(list, code string) bool {
	return list == "refuse" && code == "outside" || list == "return" && code == "duty"
}
func (fewWords) Route(word string) bool { return word == "诉讼" }
func (fewWords) Subject(path string) bool {
	return path == "城乡建设" || path == "城乡建设/市政设施"
}
func (fewWords) Topic(topic, facet string) bool {
	return topic == "city" && (facet == "" || facet == "noise")
}

// TestWordsAreListed: what events keep for ever is a word of the region's
// lists, or at least a code; nobody's number and no free text.
func TestWordsAreListed(t *testing.T) {
	t.Parallel()
	env := *testEnv(t)
	env.Words = fewWords{}
	s := perform(t, &env, receive())
	personal := "我编的理由，电话13800000000"
	for name, c := range map[string]struct {
		cmd  Command
		want string
	}{
		"listed":               {Command{Do: DoRefuse, Reason: "outside", Route: "诉讼"}, "done"},
		"of another list":      {Command{Do: DoRefuse, Reason: "duty", Route: "诉讼"}, "invalid reason.unknown"},
		"free reason":          {Command{Do: DoRefuse, Reason: personal, Route: "诉讼"}, "invalid reason.form"},
		"free route":           {Command{Do: DoRefuse, Reason: "outside", Route: personal}, "invalid route.unknown"},
		"no list, a code":      {Command{Do: DoInvalidate, Reason: "no-demand_2"}, "done"},
		"no list, free reason": {Command{Do: DoInvalidate, Reason: personal}, "invalid reason.form"},
		"no list, long code":   {Command{Do: DoInvalidate, Reason: "a2345678901234567890123456789012345678901"}, "invalid reason.form"},
		"tag":                  {Command{Do: DoTag, Tags: []Tag{{"city", "noise"}}}, "done"},
		"unknown topic":        {Command{Do: DoTag, Tags: []Tag{{"village", ""}}}, "invalid tag.unknown"},
		"unknown facet":        {Command{Do: DoTag, Tags: []Tag{{"city", "flood"}}}, "invalid tag.unknown"},
		"old tag taken off":    {Command{Do: DoUntag, Tags: []Tag{{"village", ""}}}, "done"},
		"subject":              {Command{Do: DoAmend, Amend: &Amendment{Subject: told("城乡建设")}}, "done"},
		"subject taken off":    {Command{Do: DoAmend, Amend: &Amendment{Subject: told("")}}, "done"},
		"unknown subject":      {Command{Do: DoAmend, Amend: &Amendment{Subject: told(personal)}}, "invalid subject.unknown"},
		"division":             {Command{Do: DoAmend, Amend: &Amendment{Division: told("330802001")}}, "done"},
		"free division":        {Command{Do: DoAmend, Amend: &Amendment{Division: told(personal)}}, "invalid division.form"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Decide(&env, s.c, centre(monday.Add(time.Minute)), c.cmd)
			if got := refusal(err); got != c.want {
				t.Errorf("%q (%v); expected %q", got, err, c.want)
			}
		})
	}
	for name, c := range map[string]struct {
		change func(*NewIntake)
		want   string
	}{
		"received, unknown subject": {func(n *NewIntake) { n.Subject = "城乡建设/路灯" }, "invalid subject.unknown"},
		"received, unknown topic":   {func(n *NewIntake) { n.Tags = []Tag{{"village", ""}} }, "invalid tag.unknown"},
		"received, free division":   {func(n *NewIntake) { n.Division = personal }, "invalid division.form"},
		"received":                  {func(n *NewIntake) { n.Tags, n.Division = []Tag{{"city", ""}}, "330802" }, "done"},
	} {
		t.Run(name, func(t *testing.T) {
			n := newIntake(9)
			c.change(n)
			perform(t, &env).refuseOrDo(Command{Do: DoReceive, New: n}, c.want)
		})
	}
}

// TestImportedWords: another system's reasons are its own, and codes still.
func TestImportedWords(t *testing.T) {
	t.Parallel()
	env := *testEnv(t)
	env.Words = fewWords{}
	s := perform(t, &env, receive(), dispatch())
	give := func(role identity.Role, reason string) string {
		by := staff(role)
		by.May = identity.Permissions()
		by.Units = []ident.UnitID{housing}
		_, err := Decide(&env, s.c, Act{By: by, Now: s.c.LastAt}, Command{Do: DoReturn, Leg: 1, Reason: reason, Basis: "职责清单"})
		return refusal(err)
	}
	for _, c := range []struct {
		by           identity.Role
		reason, want string
	}{
		{identity.Importer, "unrecorded", "done"}, {identity.UnitLeader, "unrecorded", "invalid reason.unknown"},
		{identity.Importer, "口头告知", "invalid reason.form"}, {identity.UnitLeader, "duty", "done"},
	} {
		if got := give(c.by, c.reason); got != c.want {
			t.Errorf("%s for %q: %q; expected %q", c.by, c.reason, got, c.want)
		}
	}
}

// TestReasonsOfTheSystem: what the system does by itself needs no region's leave.
func TestReasonsOfTheSystem(t *testing.T) {
	t.Parallel()
	env := *testEnv(t)
	env.Words = fewWords{}
	s := perform(t, &env, receive(), dispatch(), sign(), submit(), accept())
	for role, want := range map[identity.Role]string{identity.System: "done", identity.CallBackers: "invalid reason.unknown"} {
		by := staff(role)
		by.May = identity.Permissions()
		_, err := Decide(&env, s.c, Act{By: by, Now: s.c.LastAt}, Command{Do: DoRework, Leg: 1, Reason: "promised_day"})
		if got := refusal(err); got != want {
			t.Errorf("%s: %q; expected %q", role, got, want)
		}
	}
}

func told(s string) *string { return &s }
