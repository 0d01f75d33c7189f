package api_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// act is something that is sent, and the permission that it needs.
type act struct {
	need       identity.Permission
	path       string // in full
	method     string
	body       any
	head       []string
	everywhere bool // it needs no case
}

// acts are all operations of the document that ask for a permission, sent so
// that nothing but the permission is missing. An operation that is in no table
// fails the test: whoever adds it has to say what it needs.
func (s *scene) acts(k *kept) (all []act) {
	s.t.Helper()
	flow := map[string]deed{}
	for _, d := range deeds(s.t) {
		flow["/cases/{case}"+strings.Replace(d.path, "/legs/1/", "/legs/{leg}/", 1)] = d
	}
	fixed := map[string]act{
		"/cases":                    {need: identity.CaseReceive, body: intake, everywhere: true},
		"/contacts":                 {need: identity.CaseReceive, body: m{"kind": "call", "line": "12345"}, everywhere: true},
		"/drafts":                   {need: identity.CaseReceive, body: intake, everywhere: true},
		"/cases/{case}/reveal":      {need: identity.RevealPerson, body: m{"fields": []string{"phone"}, "reason": "回访核实"}},
		"/cases/{case}/erase":       {need: identity.Configure, body: m{"ground": "request", "person": true}},
		"/persons/find":             {need: identity.RevealPerson, body: m{"phone": "13812345678"}, everywhere: true},
		"/jobs/{job}/retry":         {need: identity.ManageJobs, everywhere: true},
		"/jobs/{job}/cancel":        {need: identity.ManageJobs, everywhere: true},
		"/config/{kind}/{key}":      {need: identity.Configure, body: m{"text": "name: 甲"}, everywhere: true},
		"/units":                    {need: identity.Configure, body: m{"name": "路灯所"}, everywhere: true},
		"/units/{unit}":             {need: identity.Configure, body: m{"name": "路灯所"}, everywhere: true},
		"/units/{unit}/close":       {need: identity.Configure, body: m{"last": "2019-10-14"}, everywhere: true},
		"/units/{unit}/open":        {need: identity.Configure, everywhere: true},
		"/units/{unit}/plans/{day}": {need: identity.Configure, everywhere: true},
		"/webhooks":                 {need: identity.Configure, body: m{"url": "https://example.org/"}, everywhere: true},
		"/accounts":                 {need: identity.ManagePeople, body: m{"login": "lan", "name": "值班员甲", "roles": []string{"operator"}}, everywhere: true},
		"/accounts/{account}/roles": {need: identity.ManagePeople, body: m{"roles": []string{"operator"}}, everywhere: true},
	}
	for _, o := range s.operations() {
		tags, _ := o.doc["tags"].([]any)
		a, known := fixed[o.path]
		d, flows := flow[o.path]
		switch r := readings[o.path]; {
		case slices.Contains(tags, any("session 会话")), slices.Contains(tags, any("own case 本人诉求")), o.path == "/notices/read", strings.HasSuffix(o.path, "/attachments"):
			continue // nobody is refused there for want of a permission, or by a form of its own
		case o.method == http.MethodGet && len(r.need) == 0:
			continue
		case o.method == http.MethodGet:
			a = act{need: r.need[0], everywhere: !strings.Contains(o.path, "{case}")}
			if len(r.need) > 1 {
				a.need = "" // several open it: only who has none of them is refused
			}
		case flows:
			a = act{need: d.need, body: d.body}
		case !known && strings.HasPrefix(o.path, "/accounts/{account}/"):
			a = act{need: identity.ManagePeople, everywhere: true}
		case !known && (strings.HasPrefix(o.path, "/webhooks/{webhook}/") || o.path == "/deliveries/{delivery}/replay"):
			a = act{need: identity.Configure, everywhere: true}
		case !known:
			s.t.Errorf("%s %s: say in acts what it needs", o.method, o.path)
		}
		a.method, a.path, a.head = o.method, o.aimed(k), []string{"If-Match", ""}
		if o.method != http.MethodGet && !strings.Contains(o.path, "{case}") {
			a.head = []string{"If-Match", `"1"`}
		}
		all = append(all, a)
	}
	return all
}

// onFile opens an installation in a file of the test.
func onFile(t *testing.T, hand *clock.Hand) (path string, s *store.Store) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "huying.db")
	s, err := store.Open(t.Context(), store.Options{URL: path, Migrate: true, Unsafe: true, Clock: hand})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return path, s
}

// rows are all rows of all tables, as text, by table.
func rows(t *testing.T, path string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string][]string{}
	for _, name := range texts(t, db, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		all[name] = texts(t, db, "SELECT * FROM "+name)
	}
	if len(all) < 20 {
		t.Fatalf("the file has the tables %v", all)
	}
	return all
}

func texts(t *testing.T, db *sql.DB, query string) (lines []string) {
	t.Helper()
	r, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	names, err := r.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for r.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := r.Scan(into...); err != nil {
			t.Fatal(err)
		}
		line := ""
		for i, v := range values {
			if i > 0 {
				line += "\t"
			}
			line += fmt.Sprint(v)
		}
		lines = append(lines, line)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// trail is what is on record of somebody, refused or done.
func (s *scene) trail(who ident.UserID) (all []store.Audit) {
	s.t.Helper()
	err := s.s.View(s.t.Context(), func(tx *store.Tx) (err error) {
		all, err = tx.AuditTrail(store.AuditFilter{Region: region, Account: who, Limit: 500})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// TestRefusalsLeaveOneRow: whatever is refused for want of a permission leaves
// one row in the audit, which holds nothing of what was sent, and not a byte in
// any other table.
func TestRefusalsLeaveOneRow(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	path, st := onFile(t, hand)
	s := raise(t, st, hand).scene()
	s.must(http.StatusOK, "POST", s.mine.path+"/add_assist", "dispatcher", m{"units": []m{{"unit": "u2", "role": "assist"}}})
	s.must(http.StatusOK, "POST", s.mine.path+"/legs/1/sign", "leader@u1", nil)
	viewers := s.viewers()
	for _, v := range []viewer{
		{name: "one who only looks", may: []identity.Permission{identity.CaseView}, sight: identity.AllCases},
		{name: "the unit beside", may: identity.Preset()[identity.UnitLeader], sight: identity.UnitCases, units: []ident.UnitID{"u2"}},
	} {
		v.key = "try " + v.name
		s.door[v.key] = member(v.key, identity.Actor{ID: ident.UserID(v.key), Role: identity.UnitLeader, Region: region, Units: v.units, May: v.may, Sight: v.sight})
		viewers = append(viewers, v)
	}
	before, refused := rows(t, path), 0
	for _, v := range viewers {
		if s.door[v.key].ID == "" {
			continue // not by name
		}
		was := len(s.trail(ident.UserID(v.key)))
		for _, a := range s.acts(s.mine) {
			own := a.need.OfUnit() && slices.Contains(v.units, s.mine.unit) || !a.need.OfUnit()
			if !a.everywhere && !v.sees(s.mine) && v.name != "the unit beside" || v.has(a.need) && own || a.need == "" && v.has(identity.Configure, identity.ViewAudit) {
				continue
			}
			got := s.ask(v, a.method, a.path, a.body, a.head...)
			if got.status != http.StatusForbidden {
				t.Errorf("%s sends %s %s: %d %s", v.name, a.method, a.path, got.status, got.raw)
			}
			refused++
			now := s.trail(ident.UserID(v.key))
			if len(now) != was+1 || now[0].Outcome != store.Refused || now[0].Detail != "{}" {
				t.Errorf("%s sends %s %s: on record are %d rows more, %+v", v.name, a.method, a.path, len(now)-was, now[:min(2, len(now))])
			}
			was = len(now)
		}
	}
	after := rows(t, path)
	if grown := len(after["audit"]) - len(before["audit"]); grown != refused || refused < 1000 {
		t.Errorf("%d refusals left %d rows", refused, grown)
	}
	for name := range after {
		if name != "audit" && !slices.Equal(before[name], after[name]) {
			t.Errorf("refusals have changed %s: was %q, is %q", name, before[name], after[name])
		}
	}
}

// TestRefusedFiles: a file that may not be put leaves one row too, and no bytes.
func TestRefusedFiles(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		for i := range 2 {
			got := s.upload(s.mine.path+"/attachments", "auditor", form{"file", "张某某.jpg", "", picture(t, "x")})
			trail := s.trail("auditor")
			if got.status != http.StatusForbidden || len(trail) != i+1 || trail[0].Outcome != store.Refused || trail[0].Object != s.mine.id {
				t.Errorf("%d %s, on record %+v", got.status, got.raw, trail)
			}
		}
		list, _ := s.must(http.StatusOK, "GET", s.mine.path+"/attachments", "dispatcher", nil).json["attachments"].([]any)
		if spooled, err := filepath.Glob(filepath.Join(s.dir, "spool", "*")); len(list) != 2 || len(spooled) != 0 || err != nil {
			t.Errorf("kept are %v, %v, %v", list, spooled, err)
		}
	})
}

// personal are values of the kinds that people type into the wrong field.
var personal = []string{"张某某13800138000", "13800138000", "a\"b”13800138000"}

// TestProblemsRepeatNothing: no problem repeats what was sent, in any field of
// any action, whatever state the case is in.
func TestProblemsRepeatNothing(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	_, st := onFile(t, hand)
	f := raise(t, st, hand)
	all := identity.Actor{ID: "all", Role: identity.Dispatcher, Region: region, Units: []ident.UnitID{"u1"}, May: identity.Permissions(), Sight: identity.AllCases}
	f.door["all"] = member("all", all)
	states := []func(path string){
		func(string) {},
		func(path string) {
			f.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
		},
		func(path string) { f.must(http.StatusOK, "POST", path+"/legs/1/sign", "leader@u1", nil) },
		func(path string) {
			f.must(http.StatusOK, "POST", path+"/legs/1/submit", "leader@u1", m{"reply": "已修。", "result": "solved"})
		},
		func(path string) { f.must(http.StatusOK, "POST", path+"/legs/1/accept", "reviewer", nil) },
	}
	problems := 0
	try := func(path string, body any, value string) (done bool) {
		t.Helper()
		got := f.send("POST", path, "all", body)
		if got.status >= http.StatusInternalServerError {
			t.Errorf("%s: %d %s", path, got.status, got.raw)
		}
		if got.status >= http.StatusBadRequest {
			problems++
			if strings.Contains(string(got.raw), "13800138000") || strings.Contains(string(got.raw), "张某某") {
				t.Errorf("%s repeats %q: %s", path, value, got.raw)
			}
		}
		return got.status < http.StatusBadRequest
	}
	for _, value := range personal {
		for name := range intake {
			try("/api/v1/cases", with(intake, name, value), value)
		}
		for _, name := range []string{"source", "division", "split_from", "reopen_of", "urgency", "disclosure", "unknown " + value} {
			try("/api/v1/cases", with(intake, name, value), value)
		}
		try("/api/v1/cases", with(intake, "tags", []m{{"topic": value, "facet": value}}), value)
		for reached := range states {
			path := ""
			for _, d := range deeds(t) {
				for name, sample := range d.body {
					if path == "" { // the one before has moved on
						path = f.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).head.Get("Location")
						for _, step := range states[:reached+1] {
							step(path)
						}
					}
					if try(path+d.path, with(d.body, name, spoiled(sample, value)), value) {
						path = ""
					}
				}
			}
		}
	}
	if problems < 200 {
		t.Errorf("%d problems", problems)
	}
}

// spoiled is a sample with every text in it replaced.
func spoiled(sample any, value string) any {
	switch s := sample.(type) {
	case string:
		return value
	case []string:
		return []string{value}
	case []m:
		return []any{spoiled(s[0], value)}
	case m:
		all := m{}
		for name := range s {
			all[name] = value
			if name == "role" {
				all[name] = s[name]
			}
		}
		return all
	}
	return sample
}

// TestWordsHoldNoNumbers: what events hold as it was sent, and for good, has no
// room for anybody's number.
func TestWordsHoldNoNumbers(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	_, st := onFile(t, hand)
	f := raise(t, st, hand)
	const number = "13800138000"
	for _, name := range []string{"source", "division", "subject"} {
		f.must(http.StatusUnprocessableEntity, "POST", "/api/v1/cases", "operator", with(intake, name, number))
	}
	path := f.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).head.Get("Location")
	f.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
	f.must(http.StatusOK, "POST", path+"/legs/1/sign", "leader@u1", nil)
	f.must(http.StatusUnprocessableEntity, "POST", path+"/supervise", "supervisor", m{"level": 1, "reason": number}).code(t, "code.personal")
	f.must(http.StatusUnprocessableEntity, "POST", path+"/legs/1/assign", "leader@u1", m{"office": "市政科 " + number}).code(t, "code.personal")
	f.must(http.StatusUnprocessableEntity, "POST", path+"/amend", "dispatcher", m{"amend": m{"division": number}})
	if got := f.must(http.StatusOK, "GET", path, "dispatcher", nil); strings.Contains(string(got.raw), number) {
		t.Errorf("kept is %s", got.raw)
	}
}
