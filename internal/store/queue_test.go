package store_test

import (
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestQueuesCount counts by hand what the queries count, for each scope, and
// at the edges of late and soon.
func TestQueuesCount(t *testing.T) {
	t.Parallel()
	now := oct1.Add(74 * time.Hour) // u1's limits have passed, u2's has not
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		var all []*story
		for i := range 9 {
			all = append(all, received(here, i, oct1))
		}
		all[0].dispatched(oct1.Add(time.Hour), "u1")
		all[1].dispatched(oct1.Add(time.Hour), "u1")
		all[2].dispatched(oct1.Add(10*time.Hour), "u2")
		all = append(all, received(there, 99, oct1))
		save(t, s, all...)
		for _, c := range []struct {
			name  string
			scope identity.Scope
		}{
			{"all", identity.Everything()},
			{"nobody", identity.Scope{}},
			{"receiver", identity.Scope{Receiver: "user-1"}},
			{"another receiver", identity.Scope{Receiver: "user-2"}},
			{"u1", identity.Scope{Units: []ident.UnitID{"u1"}}},
			{"both units", identity.Scope{Units: []ident.UnitID{"u1", "u2"}}},
		} {
			for _, soon := range []time.Duration{time.Microsecond, 24 * time.Hour, 1000 * time.Hour} {
				look(t, s, func(tx *store.Tx) error {
					got, err := tx.Queues(here, c.scope, now.Add(soon))
					same(t, c.name, countByHand(all, c.scope, now, now.Add(soon)), got)
					return err
				})
			}
		}
	}, testdb.Clock(clock.NewHand(now)))
}

func countByHand(all []*story, s identity.Scope, now, soon time.Time) store.Queues {
	q := store.Queues{Cases: map[casework.CaseState]int{}, Legs: map[casework.LegState]int{}}
	q.Late, q.Soon = map[deadline.Clock]int{}, map[deadline.Clock]int{}
	holds := func(u ident.UnitID) bool {
		for _, own := range s.Units {
			if own == u {
				return true
			}
		}
		return s.All
	}
	for _, y := range all {
		c := y.change.Case
		if c.Region != here {
			continue
		}
		if open := c.State != casework.Closed && c.State != casework.Archived; open && (s.All || c.ReceivedBy == s.Receiver && s.Receiver != "") {
			q.Cases[c.State]++
		}
		for _, l := range c.Legs {
			if holds(l.Unit) {
				q.Legs[l.State]++
			}
		}
		for _, k := range c.Clocks {
			leg, ofLeg := c.Leg(k.Leg)
			mine := s.All || ofLeg && holds(leg.Unit)
			switch {
			case !mine || !k.Open() || k.Due.IsZero() || k.Paused():
			case k.Due.Before(now):
				q.Late[k.Kind]++
			case k.Due.Before(soon):
				q.Soon[k.Kind]++
			}
		}
	}
	return q
}
