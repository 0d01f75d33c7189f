package jobs_test

import (
	"testing"

	"huying/internal/app/jobs"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// TestBoard: each reads what their post is told, page by page, and marks it for
// themselves alone; what they may not see is not there, however they ask.
func TestBoard(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.dispatched()
		w.dispatched()
		w.step(23, "00:00") // signing and closing have passed
		b := jobs.NewBoard(w.s, region)
		supervisor, leader := account(identity.Supervisor), who(identity.As(identity.UnitLeader, "leader", region, "u1"))
		read := func(by identity.Account, q jobs.NoticeQuery) jobs.NoticePage {
			t.Helper()
			if q.Limit == 0 {
				q.Limit = 50
			}
			page, err := b.Notices(t.Context(), by, q)
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		all := read(supervisor, jobs.NoticeQuery{})
		if len(all.Notices) < 4 || all.More || all.Unread != len(all.Notices) {
			t.Fatalf("the supervisor is told %d, %d unread", len(all.Notices), all.Unread)
		}
		var paged []store.Notice
		for before := ""; ; {
			page := read(supervisor, jobs.NoticeQuery{Before: before, Limit: 1})
			paged = append(paged, page.Notices...)
			if !page.More {
				break
			}
			before = page.Notices[0].ID
		}
		if len(paged) != len(all.Notices) {
			t.Errorf("%d by pages of one, %d at once", len(paged), len(all.Notices))
		}
		first := all.Notices[0].ID
		for range 2 {
			if err := b.Read(t.Context(), supervisor, []string{first, first}); err != nil {
				t.Fatal(err)
			}
		}
		if page := read(supervisor, jobs.NoticeQuery{Unread: true}); page.Unread != len(all.Notices)-1 || len(page.Notices) != page.Unread {
			t.Errorf("%d unread, %d listed", page.Unread, len(page.Notices))
		}
		if page := read(leader, jobs.NoticeQuery{}); page.Unread != len(page.Notices) || page.Unread == 0 {
			t.Errorf("the leader has read what the supervisor has: %d of %d unread", page.Unread, len(page.Notices))
		}
		if page := read(supervisor, jobs.NoticeQuery{Level: deadline.Yellow}); len(page.Notices) != 0 {
			t.Errorf("the supervisor is warned early: %+v", page.Notices)
		}
		blind := supervisor
		blind.Grants = []identity.Actor{blind.Grants[0]}
		blind.Grants[0].Sight = identity.OwnCases
		for name, by := range map[string]identity.Account{
			"another unit's leader": who(identity.As(identity.UnitLeader, "other", region, "u2")),
			"the leader of none":    who(identity.As(identity.UnitLeader, "other", region)),
			"another role":          account(identity.Operator),
			"who sees own cases":    blind,
		} {
			if page := read(by, jobs.NoticeQuery{}); len(page.Notices) != 0 || page.Unread != 0 {
				t.Errorf("%s reads %+v", name, page)
			}
			if err := b.Read(t.Context(), by, []string{first}); errs.CodeOf(err) != "notice.not_found" {
				t.Errorf("%s marks it: %v", name, err)
			}
		}
	})
}
