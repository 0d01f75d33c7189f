package rulebook_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
	"huying/internal/domain/escalation"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

func ladder(version int, text string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Ladder, Key: "ladder", Version: version, Text: text}
}

// TestLadderOn: the usual ladder until the region has its own, which may be
// none.
func TestLadderOn(t *testing.T) {
	t.Parallel()
	b, err := rulebook.New(head, nil, []rulebook.Rule{
		china(), ladder(1, "effective: 2020-01-01\nrungs:\n  - {after: 2wd, unit: [unit_leader], centre: [supervisor, leader], basis: 本区办法}\n  - {after: 4wd, centre: [leader]}\n"),
		ladder(2, "effective: 2021-01-01\nrungs: []\n"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	own := []escalation.Rung{
		{
			After: deadline.Limit{N: 2, Measure: deadline.Workdays}, Basis: "本区办法",
			To: []escalation.Post{{Role: identity.UnitLeader, AtUnit: true}, {Role: identity.Supervisor}, {Role: identity.Leader}},
		},
		{After: deadline.Limit{N: 4, Measure: deadline.Workdays}, To: []escalation.Post{{Role: identity.Leader}}},
	}
	for on, want := range map[string][]escalation.Rung{"2019-12-31": escalation.Ladder(), "2020-06-01": own, "2021-01-01": nil} {
		if diff := gocmp.Diff(want, b.LadderOn(day(t, on))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", on, diff)
		}
	}
}

// TestBadLadder: what nobody could climb is refused.
func TestBadLadder(t *testing.T) {
	t.Parallel()
	for name, rungs := range map[string]string{
		"nobody": "[{after: 1wd}]", "backwards": "[{after: 2wd, centre: [leader]}, {after: 1wd, centre: [leader]}]",
		"two measures": "[{after: 2h, centre: [leader]}, {after: 5wd, centre: [leader]}]", "the citizen": "[{after: 1wd, centre: [citizen]}]",
		"no role": "[{after: 1wd, unit: [Unit Leader]}]", "no limit": "[{after: soon, centre: [leader]}]", "unknown": "[{after: 1wd, centre: [leader], level: red}]",
	} {
		if _, err := rulebook.New(head, nil, []rulebook.Rule{china(), ladder(1, "rungs: "+rungs+"\n")}, nil); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
