package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// onNotices has two cases at work, of u1 and u2, whose limits end 72 hours after
// dispatch, on each database.
func onNotices(t *testing.T, fn func(t *testing.T, s *store.Store, hand *clock.Hand, first, second *story)) {
	t.Helper()
	onJobs(t, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		first := received(here, 1, oct1).dispatched(oct1, "u1")
		second := received(here, 2, oct1).dispatched(oct1.Add(time.Hour), "u2")
		save(t, s, first, second, received(there, 3, oct1).dispatched(oct1, "u1"))
		fn(t, s, hand, first, second)
	})
}

func notice(n int, of *story, role identity.Role, unit ident.UnitID) store.Notice {
	return store.Notice{
		ID: fmt.Sprintf("%026d", n), Region: here, Unit: unit, Role: role, Case: of.change.Case.ID, Leg: 1,
		Clock: deadline.Close, Due: oct1.Add(72 * time.Hour), Level: deadline.Yellow,
	}
}

// TestNoticesReachTheirPosts: who holds the post hears, of cases that it may
// see, the latest first; told twice is told once.
func TestNoticesReachTheirPosts(t *testing.T) {
	t.Parallel()
	onNotices(t, func(t *testing.T, s *store.Store, _ *clock.Hand, first, second *story) {
		red := notice(4, second, identity.Supervisor, "")
		red.Level = deadline.Red
		write(t, s, func(tx *store.Tx) error {
			again := notice(9, first, identity.UnitLeader, "u1")
			return tx.PutNotices([]store.Notice{
				notice(1, first, identity.UnitLeader, "u1"), notice(2, first, identity.Officer, "u1"), notice(3, second, identity.UnitLeader, "u2"), red, again,
			})
		})
		leader := identity.As(identity.UnitLeader, "a", here, "u1")
		parent := identity.As(identity.UnitLeader, "b", here, "u1", "u2")
		supervisor := identity.As(identity.Supervisor, "c", here)
		for _, c := range []struct {
			name   string
			filter store.NoticeFilter
			want   string
		}{
			{"a unit's leader", store.NoticeFilter{For: []identity.Actor{leader}, Scope: identity.Everything()}, "1"},
			{"one of two units", store.NoticeFilter{For: []identity.Actor{parent}, Scope: identity.Everything()}, "3 1"},
			{"one of many units", store.NoticeFilter{For: []identity.Actor{identity.As(identity.UnitLeader, "b", here, many(40)...)}, Scope: identity.Everything()}, "3 1"},
			{"a role twice", store.NoticeFilter{For: []identity.Actor{parent, leader}, Scope: identity.Everything()}, "3 1"},
			{"the centre", store.NoticeFilter{For: []identity.Actor{supervisor}, Scope: identity.Everything()}, "4"},
			{"both roles", store.NoticeFilter{For: []identity.Actor{parent, supervisor}, Scope: identity.Everything()}, "4 3 1"},
			{"one level", store.NoticeFilter{For: []identity.Actor{parent, supervisor}, Scope: identity.Everything(), Level: deadline.Red}, "4"},
			{"the next page", store.NoticeFilter{For: []identity.Actor{parent, supervisor}, Scope: identity.Everything(), Before: notice(3, first, "", "").ID}, "1"},
			{"what it may not see", store.NoticeFilter{For: []identity.Actor{parent}, Scope: leader1Scope()}, "1"},
			{"another role", store.NoticeFilter{For: []identity.Actor{identity.As(identity.Editor, "d", here)}, Scope: identity.Everything()}, ""},
			{"the same role at the centre", store.NoticeFilter{For: []identity.Actor{identity.As(identity.UnitLeader, "e", here)}, Scope: identity.Everything()}, ""},
			{"nobody", store.NoticeFilter{Scope: identity.Everything()}, ""},
			{"no sight", store.NoticeFilter{For: []identity.Actor{parent, supervisor}}, ""},
		} {
			c.filter.Region, c.filter.Limit = here, 10
			look(t, s, func(tx *store.Tx) error {
				list, err := tx.Notices(c.filter)
				got := ""
				for _, n := range list {
					got += " " + n.ID[25:]
				}
				same(t, c.name, c.want, trim(got))
				return err
			})
		}
		look(t, s, func(tx *store.Tx) error {
			list, err := tx.Notices(store.NoticeFilter{Region: here, For: []identity.Actor{leader}, Scope: identity.Everything(), Limit: 1})
			want := notice(1, first, identity.UnitLeader, "u1")
			want.Number, want.At = first.change.Case.Number, oct1
			same(t, "notice", []store.Notice{want}, list)
			return err
		})
	})
}

func many(n int) (units []ident.UnitID) {
	for i := range n {
		units = append(units, ident.UnitID(fmt.Sprintf("u%d", i)))
	}
	return units
}

func trim(s string) string {
	if s == "" {
		return s
	}
	return s[1:]
}

func leader1Scope() identity.Scope { return identity.Scope{Units: []ident.UnitID{"u1"}} }

// TestNoticesAgain: another turn, limit, step or level is another thing to tell.
func TestNoticesAgain(t *testing.T) {
	t.Parallel()
	onNotices(t, func(t *testing.T, s *store.Store, hand *clock.Hand, first, _ *story) {
		base := notice(1, first, identity.UnitLeader, "u1")
		turn, due, step, level, leg := base, base, base, base, base
		turn.ID, turn.Turn = "2", 1
		due.ID, due.Due = "3", base.Due.Add(time.Hour)
		step.ID, step.Step = "4", 1
		level.ID, level.Level = "5", deadline.Red
		leg.ID, leg.Leg = "6", 0
		for range 2 {
			write(t, s, func(tx *store.Tx) error { return tx.PutNotices([]store.Notice{base, turn, due, step, level, leg}) })
			hand.Advance(time.Hour)
		}
		look(t, s, func(tx *store.Tx) error {
			list, err := tx.Notices(store.NoticeFilter{Region: here, For: []identity.Actor{identity.As(identity.UnitLeader, "a", here, "u1")}, Scope: identity.Everything(), Limit: 50})
			for _, n := range list {
				if n.At != oct1 {
					t.Errorf("%s was told again at %s", n.ID, n.At)
				}
			}
			same(t, "notices", 6, len(list))
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.ForgetNotices(here, oct1.Add(time.Second))
			same(t, "forgotten", int64(6), n)
			return err
		})
	})
}

// TestWatches: a limit is looked at when it is new, when it moves and when its
// next point comes, and not while it stands still or after it has ended.
func TestWatches(t *testing.T) {
	t.Parallel()
	onNotices(t, func(t *testing.T, s *store.Store, hand *clock.Hand, first, second *story) {
		watches := func(want ...store.Watch) {
			t.Helper()
			look(t, s, func(tx *store.Tx) error {
				got, err := tx.DueWatches(here, 10)
				same(t, "watches", want, got)
				return err
			})
		}
		due := oct1.Add(72 * time.Hour)
		one := store.Watch{Case: first.change.Case.ID, Kind: deadline.Close, Leg: 1, Due: due}
		two := store.Watch{Case: second.change.Case.ID, Kind: deadline.Close, Leg: 1, Due: due.Add(time.Hour)}
		watches(one, two)
		next := one
		next.Next = oct1.Add(48 * time.Hour)
		put := func(list ...store.Watch) {
			t.Helper()
			write(t, s, func(tx *store.Tx) error { return tx.PutWatches(list) })
		}
		put(next, two) // two has no more points
		watches()
		hand.Set(oct1.Add(48 * time.Hour))
		watches(next)
		moved := due.Add(24 * time.Hour)
		save(t, s, second.then(casework.DoGrantExtension, 1, oct1.Add(2*time.Hour), casework.Data{
			Clocks: []casework.ClockStep{{Op: casework.ClockExtend, Kind: deadline.Close, Leg: 1, Due: moved}},
		}))
		put(two) // who looked at it before it moved has nothing to say of it
		two.Due = moved
		watches(two, next)
		save(t, s, second.then(casework.DoGrantSuspension, 1, oct1.Add(3*time.Hour), casework.Data{
			Clocks: []casework.ClockStep{{Op: casework.ClockPause, Kind: deadline.Close, Leg: 1}},
		}))
		watches(next)
		save(t, s, first.closed(oct1.Add(49*time.Hour)))
		watches()
		put(next)
		watches()
	})
}

// TestNoticeMarks: what one account has read the other has not; a mark is kept
// as it was first made, and goes with its notice.
func TestNoticeMarks(t *testing.T) {
	t.Parallel()
	onNotices(t, func(t *testing.T, s *store.Store, hand *clock.Hand, first, second *story) {
		one, two, three := notice(1, first, identity.UnitLeader, "u1"), notice(2, second, identity.UnitLeader, "u1"), notice(3, first, identity.Officer, "u1")
		write(t, s, func(tx *store.Tx) error {
			if err := tx.PutNotices([]store.Notice{one, two, three}); err != nil {
				return err
			}
			return tx.MarkNotices("a", []string{one.ID})
		})
		hand.Advance(time.Hour)
		write(t, s, func(tx *store.Tx) error { return tx.MarkNotices("a", []string{one.ID, three.ID}) })
		for _, c := range []struct {
			name, want string
			filter     store.NoticeFilter
		}{
			{"all", "2 1 ", store.NoticeFilter{Account: "a"}},
			{"unread", "2 ", store.NoticeFilter{Account: "a", Unread: true}},
			{"unread by another", "2 1 ", store.NoticeFilter{Account: "b", Unread: true}},
			{"named", "1 ", store.NoticeFilter{Account: "b", IDs: []string{one.ID, three.ID}}},
		} {
			f := c.filter
			f.Region, f.Limit, f.Scope = here, 10, identity.Everything()
			f.For = []identity.Actor{identity.As(identity.UnitLeader, "a", here, "u1")}
			look(t, s, func(tx *store.Tx) error {
				list, err := tx.Notices(f)
				if err != nil {
					return err
				}
				got := ""
				for _, n := range list {
					got += n.ID[25:] + " "
					if (f.Account == "a" && n.ID == one.ID) != n.Read.Equal(oct1) {
						t.Errorf("%s: %s was read at %s", c.name, n.ID, n.Read)
					}
				}
				same(t, c.name, c.want, got)
				n, err := tx.CountNotices(f)
				same(t, c.name, len(list), n)
				f.Limit = 1
				n, err2 := tx.CountNotices(f)
				same(t, c.name+", one at most", 1, n)
				return errors.Join(err, err2)
			})
		}
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.MarkNotices("a", []string{"none"}) }); errs.CodeOf(err) != "store.reference" {
			t.Errorf("a mark on nothing: %v", err)
		}
		write(t, s, func(tx *store.Tx) error {
			n, err := tx.ForgetNotices(here, hand.Now())
			same(t, "forgotten with their marks", int64(3), n)
			return err
		})
	})
}

// TestSettledCases: what has ended and rested, the longest first, page by page.
func TestSettledCases(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		var all []*story
		for i := range 5 {
			all = append(all, received(here, i, oct1).dispatched(oct1, "u1").closed(oct1.Add(time.Duration(10-i)*time.Hour)))
		}
		save(t, s, append(all, received(here, 8, oct1), received(there, 9, oct1).dispatched(oct1, "u1").closed(oct1))...)
		var got []string
		var after store.Settled
		for {
			var page []store.Settled
			look(t, s, func(tx *store.Tx) (err error) {
				page, err = tx.SettledCases(here, all[1].change.Case.LastAt.Add(time.Microsecond), after, 2)
				return err
			})
			if len(page) == 0 {
				break
			}
			for _, c := range page {
				got = append(got, string(c.ID))
			}
			after = page[len(page)-1]
		}
		same(t, "settled", []string{"330802-0004", "330802-0003", "330802-0002", "330802-0001"}, got)
	})
}

// TestPromisesDue: a tracked case is found on the day that was promised.
func TestPromisesDue(t *testing.T) {
	t.Parallel()
	onNotices(t, func(t *testing.T, s *store.Store, hand *clock.Hand, first, _ *story) {
		promised := oct1.Add(240 * time.Hour)
		first.closed(oct1.Add(time.Hour)).then(casework.DoTrack, 0, oct1.Add(9*time.Hour), casework.Data{
			CaseTo: casework.Tracked, Until: promised,
			Clocks: []casework.ClockStep{{Op: casework.ClockStart, Kind: deadline.Track, Due: promised}},
		})
		save(t, s, first)
		for _, c := range []struct {
			now  time.Time
			want int
		}{{promised.Add(-time.Microsecond), 0}, {promised, 1}} {
			hand.Set(c.now)
			look(t, s, func(tx *store.Tx) error {
				got, err := tx.PromisesDue(here, 10)
				same(t, "due", c.want, len(got))
				return err
			})
		}
	})
}
