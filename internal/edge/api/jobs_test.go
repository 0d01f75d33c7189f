package api_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/domain/identity"
	"huying/internal/edge/api"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// works is a server whose jobs are done when the test says so, on a clock of
// its own.
type works struct {
	client
	hand *clock.Hand
	run  *jobs.Runner
	s    *store.Store
}

const brittle = jobs.Kind[string]("brittle")

// eachWorks runs a test on both databases.
func eachWorks(t *testing.T, fn func(t *testing.T, w *works)) {
	t.Helper()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := &works{hand: clock.NewHand(time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC))}
			w.s = testdb.Open(t, kind, testdb.Clock(w.hand))
			serve(t, w.s) // which founds the region
			ids, in := ident.NewSource(rand.Reader), insight.New(insight.Options{Store: w.s, Region: region})
			d := desk.New(desk.Options{Store: w.s, Region: region, IDs: ids, Key: []byte("key of the test")})
			gate := doors()
			gate["admin"] = member("admin", identity.As(identity.Admin, "admin", region))
			blind := identity.As(identity.Supervisor, "blind", region)
			blind.Sight = identity.OwnCases
			gate["blind"] = member("blind", blind)
			server := httptest.NewServer(api.New(api.Options{
				Gate: gate, Records: in, Desk: d, Notices: jobs.NewBoard(w.s, region), Jobs: jobs.NewControl(w.s, region, ids),
			}))
			t.Cleanup(server.Close)
			w.client = client{t, server.URL}
			duties := append(jobs.Standard(jobs.Needs{Store: w.s, Region: region, IDs: ids, Desk: d, Anchors: in}),
				brittle.Do(func(context.Context, string) error { return jobs.GiveUp(errors.New("the address is gone")) }))
			w.run = jobs.New(jobs.Options{Store: w.s, Region: region, IDs: ids}, duties...)
			fn(t, w)
		})
	}
}

func (w *works) at(now time.Time) {
	w.t.Helper()
	w.hand.Set(now)
	if _, err := w.run.Step(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// late is a case of the unit whose limits have passed.
func (w *works) late(unit string) string {
	w.t.Helper()
	id := w.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
	w.must(http.StatusOK, "POST", "/api/v1/cases/"+id+"/dispatch", "dispatcher", m{"units": []m{{"unit": unit, "role": "lead"}}})
	return id
}

func (a answer) list(name string) (all []m) {
	items, _ := a.json[name].([]any)
	for _, item := range items {
		all = append(all, item.(m))
	}
	return all
}

// TestNotices: each reads what is for them, page by page, and nobody gets to
// know of a case that they may not see, by list or by mark.
func TestNotices(t *testing.T) {
	t.Parallel()
	eachWorks(t, func(t *testing.T, w *works) {
		first, second := w.late("u1"), w.late("u2")
		w.at(time.Date(2019, 10, 31, 1, 0, 0, 0, time.UTC))
		const path = "/api/v1/notices"
		all := w.must(http.StatusOK, "GET", path, "supervisor", nil)
		of := map[any]int{}
		for _, n := range all.list("notices") {
			of[n["case"]]++
			if n["number"] == "" || n["level"] != "red" || n["role"] != "supervisor" || n["read"] != nil {
				t.Errorf("a notice to the supervisor: %v", n)
			}
		}
		if of[first] == 0 || of[first] != of[second] || all.json["unread"] != float64(of[first]+of[second]) {
			t.Fatalf("the supervisor is told %s", all.raw)
		}
		for _, unit := range []struct{ who, own string }{{"leader@u1", first}, {"leader@u2", second}} {
			for _, n := range w.must(http.StatusOK, "GET", path, unit.who, nil).list("notices") {
				if n["case"] != unit.own {
					t.Errorf("%s is told of %v", unit.who, n["case"])
				}
			}
		}
		read, query := 0, "?unread=true&limit=1"
		for query != "" {
			page := w.must(http.StatusOK, "GET", path+query, "supervisor", nil)
			for _, n := range page.list("notices") {
				read++
				for range 2 {
					w.must(http.StatusNoContent, "POST", path+"/read", "supervisor", m{"ids": []any{n["id"]}})
				}
				for _, other := range []string{"leader@u1", "blind", "operator"} {
					if a := w.must(http.StatusNotFound, "POST", path+"/read", other, m{"ids": []any{n["id"]}}); a.json["code"] != "notice.not_found" {
						t.Errorf("%s marks the supervisor's: %s", other, a.raw)
					}
				}
			}
			query = ""
			if next, _ := page.json["next"].(string); next != "" {
				query = "?unread=true&limit=1&after=" + next
			}
		}
		if left := w.must(http.StatusOK, "GET", path+"?level=red", "supervisor", nil); read != len(all.list("notices")) || left.json["unread"] != 0.0 ||
			len(left.list("notices")) != read || left.list("notices")[0]["read"] == nil {
			t.Errorf("read %d, then %s", read, left.raw)
		}
		for _, who := range []string{"blind", "auditor", "outsourced"} {
			if a := w.must(http.StatusOK, "GET", path, who, nil); len(a.list("notices")) != 0 || a.json["unread"] != 0.0 {
				t.Errorf("%s is told %s", who, a.raw)
			}
		}
		w.must(http.StatusUnauthorized, "GET", path, "nobody", nil)
		w.must(http.StatusUnprocessableEntity, "GET", path+"?level=blue", "supervisor", nil)
		w.must(http.StatusUnprocessableEntity, "POST", path+"/read", "supervisor", m{"ids": []any{}})
	})
}

// TestJobs: the administrator sees jobs, and has one done or dropped; nobody
// else does, and what they tried is on record.
func TestJobs(t *testing.T) {
	t.Parallel()
	eachWorks(t, func(t *testing.T, w *works) {
		for _, key := range []string{"a", "b"} {
			j, err := brittle.Job("job-"+key, region, key, key)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.s.Update(t.Context(), func(tx *store.Tx) error { return tx.Enqueue(j) }); err != nil {
				t.Fatal(err)
			}
		}
		w.at(w.hand.Now())
		const path = "/api/v1/jobs"
		page := w.must(http.StatusOK, "GET", path+"?state=dead&kind=brittle&limit=1", "admin", nil)
		counts, _ := page.json["counts"].(m)
		one := page.list("jobs")[0]
		if counts["dead"] != 2.0 || one["id"] != "job-b" || one["payload"] != "b" || one["error"] == "" || one["attempts"] != 1.0 || page.json["next"] != "job-b" {
			t.Errorf("%s", page.raw)
		}
		if rest := w.must(http.StatusOK, "GET", path+"?state=dead&after=job-b", "admin", nil); len(rest.list("jobs")) != 1 || rest.json["next"] != nil {
			t.Errorf("%s", rest.raw)
		}
		if a := w.must(http.StatusOK, "POST", path+"/job-a/retry", "admin", nil); a.json["state"] != "waiting" {
			t.Errorf("%s", a.raw)
		}
		if a := w.must(http.StatusOK, "POST", path+"/job-b/cancel", "admin", nil); a.json["state"] != "cancelled" {
			t.Errorf("%s", a.raw)
		}
		w.must(http.StatusNotFound, "POST", path+"/job-c/retry", "admin", nil)
		recurring := w.must(http.StatusOK, "GET", path+"?kind=tidy", "admin", nil).list("jobs")[0]["id"].(string)
		if a := w.must(http.StatusConflict, "POST", path+"/"+recurring+"/cancel", "admin", nil); a.json["code"] != "job.recurs" {
			t.Errorf("%s", a.raw)
		}
		for _, who := range []string{"supervisor", "auditor", "leader@u1", "operator"} {
			w.must(http.StatusForbidden, "GET", path, who, nil)
			w.must(http.StatusForbidden, "POST", path+"/job-a/cancel", who, nil)
		}
		done := map[store.AuditOutcome]int{}
		err := w.s.View(t.Context(), func(tx *store.Tx) error {
			for _, action := range []string{"job.list", "job.retry", "job.cancel"} {
				rows, err := tx.AuditTrail(store.AuditFilter{Region: region, Action: action, Limit: 99})
				if err != nil {
					return err
				}
				for _, r := range rows {
					done[r.Outcome]++
				}
			}
			return nil
		})
		if err != nil || done[store.Done] != 2 || done[store.Refused] != 8 {
			t.Errorf("on record: %v, %v", done, err)
		}
	})
}
