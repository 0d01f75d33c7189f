package casework

import (
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/ident"
)

func give(do Action, role LegRole, unit int, dues *Dues) Command {
	return Command{Do: do, Units: []Assignment{{Unit: unitIDs[unit], Role: role}}, Dues: dues}
}

// TestDispatchUnits: exactly one lead, assistants at will, each unit once
// (domain.md §3.2, 派单).
func TestDispatchUnits(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	gone, err := org.NewTree([]org.Unit{
		{ID: housing, Name: "住建局"}, {ID: street, Name: "街道"},
		{ID: "u-abolished", Name: "已撤销单位", To: calendar.DateFrom(2019, time.October, 13)},
		{ID: "u-last-day", Name: "当日仍在", To: calendar.DateFrom(2019, time.October, 14)},
		{ID: "u-future", Name: "次日设立", From: calendar.DateFrom(2019, time.October, 15)},
	})
	if err != nil {
		t.Fatal(err)
	}
	env.Units = gone
	for name, c := range map[string]struct {
		units []Assignment
		want  string
	}{
		"nobody":            {nil, "invalid command.missing"},
		"no lead":           {[]Assignment{{housing, Assist}}, "invalid units.lead"},
		"two leads":         {[]Assignment{{housing, Lead}, {street, Lead}}, "invalid units.lead"},
		"lead alone":        {[]Assignment{{housing, Lead}}, "done"},
		"lead and assist":   {[]Assignment{{street, Assist}, {housing, Lead}}, "done"},
		"one unit twice":    {[]Assignment{{housing, Lead}, {housing, Assist}}, "conflict unit.twice"},
		"unknown unit":      {[]Assignment{{"u-nowhere", Lead}}, "invalid unit.unknown"},
		"abolished unit":    {[]Assignment{{"u-abolished", Lead}}, "invalid unit.inactive"},
		"on its last day":   {[]Assignment{{"u-last-day", Lead}}, "done"},
		"not yet founded":   {[]Assignment{{"u-future", Lead}}, "invalid unit.inactive"},
		"no role":           {[]Assignment{{housing, ""}}, "invalid unit.role"},
		"unknown role":      {[]Assignment{{housing, Lead}, {street, "watch"}}, "invalid unit.role"},
		"child, uncounted":  {[]Assignment{{housing, Lead}, {street, Child}}, "invalid unit.role"},
		"no unit in a part": {[]Assignment{{"", Lead}}, "invalid unit.unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := perform(t, env, receive())
			_, err := Decide(env, s.c, Act{By: staff(identity.Dispatcher), Now: local(t, "10-14 10:00")}, Command{Do: DoDispatch, Units: c.units})
			if got := refusal(err); got != c.want {
				t.Errorf("%q (%v); expected %q", got, err, c.want)
			}
		})
	}
}

// TestDispatchLimits: every leg has its own clocks, of its case's kind and
// urgency, from its dispatch; nobody but an import sets them otherwise.
func TestDispatchLimits(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	for name, c := range map[string]struct {
		kind    Kind
		urgency Urgency
		at, due string
	}{
		"help":                   {Help, General, "10-14 10:00", "10-29 00:00"},
		"consult":                {Consult, General, "10-14 10:00", "10-22 00:00"},
		"complaint":              {Complain, General, "10-14 10:00", "11-05 00:00"},
		"report":                 {Inform, General, "10-14 10:00", "11-05 00:00"},
		"urgent, to the minute":  {Help, Urgent, "10-14 10:00", "10-15 10:00"},
		"critical on a Saturday": {Complain, Critical, "10-19 22:30", "10-20 22:30"},
		"on a Saturday":          {Help, General, "10-19 10:00", "11-02 00:00"},
		"before a make-up day":   {Consult, General, "10-11 17:00", "10-18 00:00"}, // 10-12 is worked
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newIntake(1)
			n.Kind, n.Urgency = c.kind, c.urgency
			at := local(t, c.at)
			case1 := mustStep(t, env, nil, centre(at), Command{Do: DoReceive, New: n})
			case1 = mustStep(t, env, case1, centre(at), give(DoDispatch, Lead, 0, nil))
			k, ok := case1.Clock("close", 1)
			if !ok || !k.Due.Equal(local(t, c.due)) || !k.Start.Equal(at) {
				t.Errorf("runs from %v to %v; expected %s to %s", k.Start.In(shanghai), k.Due.In(shanghai), c.at, c.due)
			}
		})
	}
	s := perform(t, env, receive())
	dues := give(DoDispatch, Lead, 0, &Dues{Close: local(t, "12-31 00:00")})
	s.play(
		beat{at: "10-14 10:00", by: staff(identity.Dispatcher), cmd: dues, refused: "denied denied"},
		beat{
			at: "10-14 10:00", by: staff(identity.Importer), cmd: dues, want: "dispatched 1:to_sign",
			clocks: "leg 1 u-housing lead, start sign/1, start return/1, start contact/1, start close/1 12-31 00:00, meet dispatch",
		},
	)
	for _, o := range Allowed(env, perform(t, env, receive()).c, Act{By: staff(identity.Dispatcher), Now: monday}) {
		for _, f := range o.May {
			if f == AskDues {
				t.Errorf("%s offers a dispatcher to set other limits", o.Do)
			}
		}
	}
}

// TestAddedUnits: who comes later has its own clocks, and a case at rest works
// again.
func TestAddedUnits(t *testing.T) {
	t.Parallel()
	add := func(at string, role LegRole, unit ident.UnitID) beat {
		return beat{at: at, by: staff(identity.Dispatcher), cmd: Command{Do: DoAddAssist, Units: []Assignment{{unit, role}}}}
	}
	with := func(b beat, want, clocks, refused string) beat {
		b.want, b.clocks, b.refused = want, clocks, refused
		return b
	}
	second := "leg 2 u-street assist, start sign/2 10-23 00:00, start return/2 10-23 00:00, start contact/2 10-23 00:00, start close/2 11-05 00:00"
	s := perform(t, testEnv(t), closed("satisfied")...)
	s.play(
		with(add("10-21 09:00", Lead, street), "", "", "invalid units.lead"),
		with(add("10-21 09:00", Assist, housing), "", "", "conflict unit.twice"),
		with(add("10-21 09:00", Assist, street), "handling 1:closed 2:to_sign", second, ""),
	)
	if !s.c.ClosedAt.IsZero() {
		t.Errorf("with a unit at work the case is closed at %v", s.c.ClosedAt)
	}
	s.play(
		beat{at: "10-21 10:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:closed 2:signed", clocks: "meet sign/2"},
		beat{at: "10-21 11:00", by: officer(street), cmd: submission(2), want: "to_review 1:closed 2:submitted", clocks: "meet close/2, stop return/2, stop contact/2, start review/2 10-24 00:00"},
		beat{at: "10-21 12:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 2}, want: "to_callback 1:closed 2:awaiting_callback", clocks: "meet review/2, start callback/2 10-29 00:00"},
		beat{at: "10-22 12:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 2, Answer: answered("basic")}, want: "closed 1:closed 2:closed", clocks: "meet callback/2"},
	)
	if want := local(t, "10-22 12:00"); !s.c.ClosedAt.Equal(want) {
		t.Errorf("closed at %v; expected %v", s.c.ClosedAt, want)
	}
	if !s.c.Legs[0].Counts() || !s.c.Legs[1].Counts() {
		t.Error("lead and assist legs count alike")
	}
	// A unit that comes while nobody has signed does not set the case to work.
	perform(t, testEnv(t), receive(), dispatch(),
		with(add("10-14 10:30", Assist, street), "dispatched 1:to_sign 2:to_sign", "leg 2 u-street assist, "+newLeg(2), ""))
}

// TestLimitsFromTheirOwnEvent: a rule may count from receipt or from signing.
func TestLimitsFromTheirOwnEvent(t *testing.T) {
	t.Parallel()
	env := policyEnv(t, `
  - {key: close, clock: close, limit: 15d, start: received, convention: next_day, end: midnight, basis: 测试}
  - {key: contact, clock: contact, limit: 2wd, start: signed, convention: next_day, end: midnight, basis: 测试}
  - {key: callback, clock: callback, limit: 3d, start: submitted, convention: next_day, end: midnight, basis: 测试}
`)
	s := perform(t, env,
		beat{at: "10-14 09:00", by: staff(identity.Operator), cmd: Command{Do: DoReceive, New: newIntake(1)}, clocks: "start dispatch"},
		// Fifteen days from receipt, not from the dispatch three days later;
		// contact is due once there is a signing to count from.
		beat{
			at: "10-17 10:00", by: staff(identity.Dispatcher), cmd: give(DoDispatch, Lead, 0, nil),
			clocks: "leg 1 u-housing lead, start sign/1, start return/1, start contact/1, start close/1 10-30 00:00, meet dispatch",
		},
		beat{at: "10-18 10:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, clocks: "meet sign/1, begin contact/1 10-23 00:00"},
	)
	if k, _ := s.c.Clock("close", 1); !k.Start.Equal(monday) {
		t.Errorf("the limit says that it runs from %v", k.Start)
	}
	if k, _ := s.c.Clock("contact", 1); !k.Start.Equal(local(t, "10-18 10:00")) {
		t.Errorf("the contact limit says that it runs from %v", k.Start)
	}
	s.play(
		beat{at: "10-21 10:00", by: officer(housing), cmd: submission(1), clocks: "meet close/1, stop return/1, stop contact/1, start review/1"},
		beat{at: "10-23 10:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1}, clocks: "meet review/1, start callback/1 10-25 00:00"},
		// A rework counts from itself: by the limit of the first cycle it would be late before it began.
		beat{at: "11-04 10:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRework, Leg: 1, Reason: "unsolved"}, clocks: "stop callback/1, start close/1 11-20 00:00"},
	)
}
