package casework

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// A story is played by people with the permissions of their roles, and says
// after every step where the case and its legs stand and what became of which
// clock, so that what should not happen is seen as well.

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// local reads "10-14 09:00" of the year 2019, or a whole date.
func local(tb testing.TB, s string) time.Time {
	tb.Helper()
	at, err := parseLocal(s)
	if err != nil {
		tb.Fatal(err)
	}
	return at
}

func parseLocal(s string) (time.Time, error) {
	if len(s) == len("01-02 15:04") {
		s = "2019-" + s
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	return at.UTC(), err
}

// The people. Each has what the preset gives the role, and no more.
func staff(role identity.Role) identity.Actor {
	return identity.As(role, ident.UserID(role), region)
}

func clerk(unit ident.UnitID) identity.Actor {
	return identity.As(identity.UnitClerk, "clerk-"+ident.UserID(unit), region, append([]ident.UnitID{unit}, below[unit]...)...)
}

func leader(unit ident.UnitID) identity.Actor {
	return identity.As(identity.UnitLeader, "leader-"+ident.UserID(unit), region, append([]ident.UnitID{unit}, below[unit]...)...)
}

func officer(unit ident.UnitID) identity.Actor {
	return identity.As(identity.Officer, "officer-"+ident.UserID(unit), region, unit)
}

const (
	housing = ident.UnitID("u-housing")
	street  = ident.UnitID("u-street")
	market  = ident.UnitID("u-market")
	water   = ident.UnitID("u-water")
	estates = ident.UnitID("u-housing-estates")
)

// beat is one step of a story.
type beat struct {
	at  string
	by  identity.Actor
	cmd Command
	// want is where the case and its legs stand afterwards: "dispatched 1:to_sign".
	want string
	// clocks is what the step did to clocks, in order: "meet sign/1, start
	// close/1 10-29 00:00"; and legs that it made or cancelled.
	clocks string
	// refused, when not empty, is the kind and code with which the step is
	// refused: "conflict flow.state". Nothing changes then.
	refused string
}

// performance is a story being played.
type performance struct {
	*testing.T
	env *Env
	c   *Case
	log []Event
}

func perform(t *testing.T, env *Env, beats ...beat) *performance {
	t.Helper()
	s := &performance{T: t, env: env, c: &Case{}}
	s.play(beats...)
	return s
}

// play plays the beats on, and holds the case to its events at the end.
func (s *performance) play(beats ...beat) {
	s.Helper()
	for i, b := range beats {
		s.beat(fmt.Sprintf("beat %d, %s", i+1, b.cmd.Do), b)
		if s.Failed() {
			s.FailNow()
		}
	}
	checkFold(s.T, s.c, s.log)
	checkStored(s.T, s.c, s.log)
}

// fork is a performance that goes another way from here.
func (s *performance) fork() *performance {
	other := *s
	other.log = slices.Clone(s.log)
	return &other
}

func (s *performance) beat(name string, b beat) {
	s.Helper()
	act := Act{By: b.by, Now: local(s, b.at)}
	before := snapshot(s, s.c)
	next, e, err := step(s, s.env, s.c, act, b.cmd)
	if snapshot(s, s.c) != before {
		s.Errorf("%s: the case was changed in place", name)
	}
	if b.refused != "" {
		if got := refusal(err); got != b.refused {
			s.Errorf("%s: %q (%v); expected %q", name, got, err, b.refused)
		}
		return
	}
	if err != nil {
		s.Errorf("%s: %v", name, err)
		return
	}
	if got := standing(next); b.want != "" && got != b.want {
		s.Errorf("%s: the case stands at %q; expected %q", name, got, b.want)
	}
	if got := effects(e.Data); got != b.clocks {
		s.Errorf("%s: clocks (-want +got):\n%s", name, cmp.Diff(strings.Split(b.clocks, ", "), strings.Split(got, ", ")))
	}
	checkVersion(s.T, s.c, e)
	checkCase(s.T, next)
	s.c, s.log = next, append(s.log, e)
}

func refusal(err error) string {
	if err == nil {
		return "done"
	}
	return errs.KindOf(err).String() + " " + errs.CodeOf(err)
}

// standing is the state of the case and its legs: "handling 1:at_work 2:to_sign".
func standing(c *Case) string {
	var b strings.Builder
	b.WriteString(string(c.State))
	for i := range c.Legs {
		fmt.Fprintf(&b, " %d:%s", c.Legs[i].Seq, c.Legs[i].State)
	}
	return b.String()
}

// effects is what an event did to clocks and legs.
func effects(d Data) string {
	var all []string
	for _, l := range d.Spawn {
		part := fmt.Sprintf("leg %d %s %s", l.Seq, l.Unit, l.Role)
		if l.Parent > 0 {
			part += fmt.Sprintf(" of %d", l.Parent)
		}
		all = append(all, part)
	}
	for _, seq := range d.CancelLegs {
		all = append(all, fmt.Sprintf("cancel %d", seq))
	}
	for _, k := range d.Clocks {
		part := fmt.Sprintf("%s %s", k.Op, k.Kind)
		if k.Leg > 0 {
			part += fmt.Sprintf("/%d", k.Leg)
		}
		if !k.Due.IsZero() {
			part += " " + k.Due.In(shanghai).Format("01-02 15:04")
		}
		all = append(all, part)
	}
	return strings.Join(all, ", ")
}

// clocks lists the clocks of a leg (0: the case) as they stand.
func (s *performance) clocks(leg int) string {
	var all []string
	for _, k := range s.c.Clocks {
		if k.Leg != leg {
			continue
		}
		state := "open"
		switch {
		case !k.Met.IsZero():
			state = "met " + k.Met.In(shanghai).Format("01-02 15:04")
		case k.Missed:
			state = "missed"
		case !k.Stopped.IsZero():
			state = "stopped " + k.Stopped.In(shanghai).Format("01-02 15:04")
		case k.Paused():
			state = "paused"
		}
		all = append(all, string(k.Kind)+" "+state)
	}
	return strings.Join(all, ", ")
}

// checkStored holds the case to its events as they come back from the store.
func checkStored(t *testing.T, c *Case, log []Event) {
	t.Helper()
	var again []Event
	for _, e := range log {
		text, err := e.Data.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if e.Data, err = DecodeData(text); err != nil {
			t.Fatal(err)
		}
		again = append(again, e)
	}
	if diff := cmp.Diff(c, Apply(nil, again...)); diff != "" {
		t.Errorf("the stored events come to another case (-row +folded):\n%s", diff)
	}
}

// Pieces that most stories share. The clocks are those of the preset for
// districts: everything counts from the next working day to midnight.

// received on Monday 10-14 at 09:00; dispatched there by 10-15 24:00.
func receive() beat {
	return beat{
		at: "10-14 09:00", by: staff(identity.Operator), cmd: Command{Do: DoReceive, New: newIntake(1)},
		want: "registered", clocks: "start dispatch 10-16 00:00",
	}
}

// newLeg is what the dispatch of a leg on 10-14 starts.
func newLeg(seq int) string {
	return fmt.Sprintf("start sign/%[1]d 10-16 00:00, start return/%[1]d 10-16 00:00, start contact/%[1]d 10-16 00:00, start close/%[1]d 10-29 00:00", seq)
}

func dispatch() beat {
	return beat{
		at: "10-14 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}}},
		want: "dispatched 1:to_sign", clocks: "leg 1 u-housing lead, " + newLeg(1) + ", meet dispatch",
	}
}

func dispatchTwo() beat {
	return beat{
		at: "10-14 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}, {street, Assist}}},
		want: "dispatched 1:to_sign 2:to_sign", clocks: "leg 1 u-housing lead, leg 2 u-street assist, " + newLeg(1) + ", " + newLeg(2) + ", meet dispatch",
	}
}

func sign() beat {
	return beat{
		at: "10-14 11:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1},
		want: "handling 1:signed", clocks: "meet sign/1",
	}
}

func submission(leg int) Command {
	return Command{Do: DoSubmit, Leg: leg, Reply: "路灯已修复，当晚恢复照明。", Result: ResultSolved}
}

// submit on Thursday 10-17, to be reviewed by Monday 10-21.
func submit() beat {
	return beat{
		at: "10-17 16:00", by: officer(housing), cmd: submission(1),
		want: "to_review 1:submitted", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-22 00:00",
	}
}

// accept on Friday 10-18, to be called back within the week after.
func accept() beat {
	return beat{
		at: "10-18 09:30", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1},
		want: "to_callback 1:awaiting_callback", clocks: "meet review/1, start callback/1 10-26 00:00",
	}
}

func answered(v survey.Verdict) *survey.Answer { return &survey.Answer{Outcome: v} }

func callBack(v survey.Verdict) beat {
	return beat{
		at: "10-18 15:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 1, Answer: answered(v)},
		want: "closed 1:closed", clocks: "meet callback/1",
	}
}

// closed is the commonest story, to its end.
func closed(v survey.Verdict) []beat {
	return []beat{receive(), dispatch(), sign(), submit(), accept(), callBack(v)}
}
