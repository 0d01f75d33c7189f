package casework

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// What the people of domain.md §1 may do, by the permissions of the presets.
const (
	receiving   = " draft receive register discard queue"
	classifying = " amend tag untag"
	refusing    = " refuse emergency invalidate divert"
	dispatching = " dispatch add_assist split merge absorb unmerge release reopen redispatch cancel_leg"
	adjudging   = " uphold_return reject_return grant_extension refuse_extension grant_suspension refuse_suspension resume uphold_plea reject_plea"
	calling     = " rate attempt_callback call_back revisit rework"
	supervising = " supervise lift_supervision"
	noting      = " note box_reply"
	signing     = " sign assign delegate invite return"
	handling    = " contact leg_note propose"
	submitting  = " submit complete_child"
	pleading    = " plead propose_exclusion"
)

// TestWhoMayDoWhat holds the actions of every role to what domain.md §1 and
// §3.2 give it: the centre decides, units handle, and nobody does both.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	want := map[identity.Role]string{
		identity.Operator:    receiving + classifying + refusing + noting + " answer hasten",
		identity.Registrar:   receiving + classifying + noting + " answer",
		identity.Outsourced:  receiving + " answer",
		identity.Dispatcher:  receiving + classifying + refusing + dispatching + adjudging + noting + " answer hasten track untrack archive",
		identity.UnitClerk:   signing + handling + submitting + pleading,
		identity.Officer:     handling + submitting,
		identity.UnitLeader:  signing + handling + submitting + pleading + " extend suspend take_back unit_send_back endorse",
		identity.Mediator:    signing + handling + submitting + " unit_send_back endorse",
		identity.GridWorker:  handling,
		identity.Reviewer:    noting + " accept send_back publish unpublish",
		identity.CallBackers: calling + noting,
		identity.Supervisor:  supervising + noting + " hasten track untrack",
		identity.Assessor:    " exclude refuse_exclusion readmit",
		identity.Leader:      supervising + noting + " instruct",
		identity.Citizen:     " withdraw supplement message object hasten evaluate appraise dispute consent withhold",
		identity.System:      calling + " hasten archive track untrack skip_sign",
		identity.Editor:      "", identity.Admin: "", identity.Auditor: "",
	}
	for role := range identity.Preset() {
		if _, ok := want[role]; !ok && role != identity.Importer {
			t.Errorf("nothing is said of %s", role)
		}
	}
	for role, actions := range want {
		t.Run(string(role), func(t *testing.T) {
			t.Parallel()
			named := strings.Fields(actions)
			slices.Sort(named)
			if diff := cmp.Diff(named, possible(identity.As(role, "u", region, housing)), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("may do (-want +got):\n%s", diff)
			}
		})
	}
}

// possible are the actions that somebody may take on a case that he received,
// and on a leg of the unit of housing.
func possible(by identity.Actor) []string {
	all := map[string]bool{}
	c := &Case{Region: region, ReceivedBy: by.ID}
	for _, row := range caseFlow {
		if row.Need != "" && identity.Can(by, row.Need, target(c, nil, region)) {
			all[string(row.Do)] = true
		}
	}
	for _, row := range legFlow {
		if identity.Can(by, row.Need, target(c, &Leg{Unit: housing}, region)) {
			all[string(row.Do)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// TestWhoMayDoItElsewhere: a unit reaches its own legs and no others, and no
// case as a whole; a seat that sees only what it received acts on nothing else.
func TestWhoMayDoItElsewhere(t *testing.T) {
	t.Parallel()
	for role := range identity.Preset() {
		if role == identity.Importer {
			continue
		}
		for _, row := range legFlow {
			if row.Need.OfUnit() && identity.Can(identity.As(role, "u", region, street), row.Need, target(&Case{Region: region}, &Leg{Unit: housing}, region)) {
				t.Errorf("%s of another unit may %s", role, row.Do)
			}
		}
	}
	env := testEnv(t)
	own := identity.As(identity.Outsourced, "seat-1", region)
	mine := mustStep(t, env, nil, Act{By: own, Now: monday}, Command{Do: DoReceive, New: newIntake(1)})
	other := identity.As(identity.Outsourced, "seat-2", region)
	for by, want := range map[ident.UserID]string{own.ID: "done", other.ID: "denied denied"} {
		seat := own
		seat.ID = by
		if _, err := Decide(env, mine, Act{By: seat, Now: monday}, Command{Do: DoAnswer, Reply: "已答复"}); refusal(err) != want {
			t.Errorf("%s: %v; expected %s", by, err, want)
		}
	}
}
