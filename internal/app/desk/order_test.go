package desk_test

import (
	"crypto/rand"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestNothingIsTooEarly: of commands that wait for one case none is refused
// for having begun before the one it waited for, on two desks either.
func TestNothingIsTooEarly(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		one := newDesk(t, s)
		desks := []*desk.Desk{one, deskOn(s)}
		c, err := one.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		const writers, each = 8, 10
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				for range each {
					if _, err := desks[i%2].Do(t.Context(), as(identity.Operator), c.ID, casework.Command{Do: casework.DoNote, Note: "记一笔。"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if c, err = one.See(t.Context(), account(as(identity.Operator)), c.ID); err != nil || c.Version != 1+writers*each {
			t.Errorf("version %d, %v", c.Version, err)
		}
		sound(t, s)
	})
}

// TestClockStepsBack: a node whose clock is behind goes on from the step
// before, and puts nothing on record earlier.
func TestClockStepsBack(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		hand.Set(monday.Add(-50 * time.Millisecond))
		step := course()[0]
		if c, err = deskOn(s).Do(t.Context(), step.by, c.ID, step.cmd); err != nil || !c.LastAt.Equal(monday) {
			t.Errorf("on record at %s, %v; expected %s", c.LastAt, err, monday)
		}
		sound(t, s)
	})
}

// TestOnceWhileWaiting: the same request sent twice at once comes to one
// outcome for both, though the second had to wait for the case.
func TestOnceWhileWaiting(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		for range 8 {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			if err != nil {
				t.Fatal(err)
			}
			step := course()[0]
			r := desk.Request{By: step.by, Case: c.ID, Cmd: step.cmd, Once: desk.Once{Account: "a", Key: string(c.ID), Digest: "d"}}
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					if done, err := deskOn(s).Give(t.Context(), r); err != nil || done.Version != 2 {
						t.Errorf("version %d, %v", done.Version, err)
					}
				})
			}
			wg.Wait()
		}
		sound(t, s)
	})
}

// TestNumbersFromElsewhere: a case that comes with a number of ours takes it
// out of the day's series.
func TestNumbersFromElsewhere(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		n, err := ident.NewCaseNumber(region, time.Date(2019, 10, 14, 0, 0, 0, 0, time.UTC), casework.Phone.Digit(), 7)
		if err != nil {
			t.Fatal(err)
		}
		cmd := intake()
		cmd.New.Number = n
		if err := d.Bulk(t.Context(), []desk.Entry{{Case: &desk.Handle{}, At: monday, By: as(identity.Importer), Cmd: cmd}}); err != nil {
			t.Fatal(err)
		}
		hand.Set(monday.Add(time.Hour))
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, seq, ok := c.Number.Place(); !ok || seq != 8 {
			t.Errorf("the next number is %s, sequence %d", c.Number, seq)
		}
	})
}

// TestLinksThatDoNotLead: a case is split into, and taken over by, cases that
// were received for it and no others.
func TestLinksThatDoNotLead(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		receive := func(cmd casework.Command) *casework.Case {
			c, err := d.Do(t.Context(), as(identity.Operator), "", cmd)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		c, stranger := receive(intake()), receive(intake())
		split := func(parts ...ident.CaseID) error {
			_, err := d.Do(t.Context(), as(identity.Dispatcher), c.ID, casework.Command{Do: casework.DoSplit, Parts: parts})
			return err
		}
		if err := split("nowhere"); !errs.Is(err, errs.NotFound) {
			t.Errorf("split into nothing: %v", err)
		}
		if err := split(stranger.ID); errs.CodeOf(err) != "link.other" {
			t.Errorf("split into a case of its own: %v", err)
		}
		part := intake()
		part.New.SplitFrom = c.ID
		if err := split(receive(part).ID); err != nil {
			t.Errorf("split into its part: %v", err)
		}
		sound(t, s)
	})
}

// TestDraftRegisteredByAnother: who registers a draft has received it, in the
// lists too.
func TestDraftRegisteredByAnother(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		draft := intake()
		draft.Do = casework.DoDraft
		c, err := d.Do(t.Context(), identity.As(identity.Operator, "anna", region), "", draft)
		if err != nil {
			t.Fatal(err)
		}
		if c, err = d.Do(t.Context(), identity.As(identity.Operator, "ben", region), c.ID, casework.Command{Do: casework.DoRegister}); err != nil {
			t.Fatal(err)
		}
		if c.ReceivedBy != "ben" {
			t.Errorf("received by %s", c.ReceivedBy)
		}
		sound(t, s)
	})
}

// TestLimitOfAnOlderPolicy: a clock goes on by the rule that started it, after
// the policy's next version has come into force.
func TestLimitOfAnOlderPolicy(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range course()[:2] {
			if c, err = d.Do(t.Context(), st.by, c.ID, st.cmd); err != nil {
				t.Fatal(err)
			}
		}
		y, err := deadline.PresetYAML("district")
		if err != nil {
			t.Fatal(err)
		}
		next := regexp.MustCompile(`(?m)^effective:.*$`).ReplaceAllString(strings.Replace(string(y), "version: 1", "version: 2", 1), "effective: 2019-10-15")
		a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
		if _, err := a.Apply(t.Context(), region, admin.Config{Rules: []admin.RuleConfig{{Kind: rulebook.Policy, Key: "district", Text: next}}}); err != nil {
			t.Fatal(err)
		}
		hand.Set(monday.Add(48 * time.Hour))
		far := casework.Command{Do: casework.DoExtend, Leg: 1, Reason: "construction", Until: monday.AddDate(10, 0, 0)}
		if _, err := d.Do(t.Context(), as(identity.UnitLeader, "u1"), c.ID, far); !errs.Is(err, errs.Invalid) {
			t.Errorf("an extension of ten years under the older rule: %v", err)
		}
	})
}
