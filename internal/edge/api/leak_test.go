package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// Nobody reads what is not theirs: every address that can be read, as the
// document lists them, is tried by everybody on cases that they do not see.

var workday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai

// reading is how an address that is read may answer.
type reading struct {
	of   string                // "case": of one case; "list": as much as is seen; "all": the same to all; "own": a query code opens it; "session": a session does
	need []identity.Permission // any of these, or 403
}

// readings say it of every address. A new one must be added here, or the test
// fails: whoever adds it has to say who may read there.
var readings = map[string]reading{
	"/cases":                                 {of: "list"},
	"/cases/{case}":                          {of: "case"},
	"/cases/{case}/attachments":              {of: "case"},
	"/cases/{case}/attachments/{attachment}": {of: "case"},
	"/cases/{case}/seen":                     {of: "case", need: []identity.Permission{identity.ViewAudit}},
	"/queues":                                {of: "list"},
	"/notices":                               {of: "list"},
	"/events":                                {of: "stream"}, // TestStreamsOfOthers
	"/me":                                    {of: "all"},
	"/vocabulary":                            {of: "all"},
	"/units":                                 {of: "all"},
	"/own/{number}":                          {of: "own"},
	"/own/{number}/attachments":              {of: "own"},
	"/own/{number}/attachments/{attachment}": {of: "own"},
	"/sessions":                              {of: "session"},
	"/keys":                                  {of: "session"},
	"/jobs":                                  {of: "list", need: []identity.Permission{identity.ManageJobs}},
	"/audit":                                 {of: "list", need: []identity.Permission{identity.ViewAudit}},
	"/accounts":                              {of: "list", need: []identity.Permission{identity.ManagePeople}},
	"/config":                                {of: "all", need: []identity.Permission{identity.Configure, identity.ViewAudit}},
	"/config/{kind}":                         {of: "all", need: []identity.Permission{identity.Configure, identity.ViewAudit}},
	"/config/{kind}/{key}":                   {of: "all", need: []identity.Permission{identity.Configure, identity.ViewAudit}},
	"/dispatch":                              {of: "all"},
	"/templates":                             {of: "all"},
	"/webhooks":                              {of: "all", need: []identity.Permission{identity.Configure}},
	"/webhooks/{webhook}/deliveries":         {of: "list", need: []identity.Permission{identity.Configure}},
	"/units/{unit}/open-legs":                {of: "list", need: []identity.Permission{identity.Configure}},
}

// operation is one of the document.
type operation struct {
	method, path string // as the document says it, without the prefix
	doc          m
}

// operations lists the document's, in order.
func (c client) operations() (all []operation) {
	c.t.Helper()
	paths, _ := c.must(http.StatusOK, "GET", "/api/v1/openapi.json", "", nil).json["paths"].(m)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, method := range slices.Sorted(maps.Keys(paths[path].(m))) {
			if o, ok := paths[path].(m)[method].(m); ok && o["operationId"] != nil {
				all = append(all, operation{strings.ToUpper(method), strings.TrimPrefix(path, "/api/v1"), o})
			}
		}
	}
	return all
}

// aimed is an operation's address with everything of one case filled in.
func (o operation) aimed(k *kept) string {
	return "/api/v1" + strings.NewReplacer(
		"{case}", k.id, "{attachment}", k.letter, "{leg}", "1", "{number}", k.number, "{unit}", string(k.unit),
		"{kind}", "calendar", "{key}", "china", "{job}", "x", "{webhook}", "x", "{delivery}", "x", "{account}", "x", "{session}", "x", "{day}", "2020-01-01",
	).Replace(o.path)
}

// queries are what can be asked beside an address, each filter aimed at a case.
// A filter of which nothing is said here fails the test.
func (o operation) queries(t *testing.T, k *kept) []string {
	t.Helper()
	const span, subject = "from=2019-10-01&to=2019-12-31", "城乡建设"
	aims := map[string][]string{
		"number": {"number=" + k.number, "number=" + k.number[:8]}, "unit": {"unit=" + string(k.unit), "count=true&leg_state=to_sign&unit=" + string(k.unit)},
		"state": {"state=dispatched"}, "leg_state": {"leg_state=to_sign", "leg_state=to_sign&count=true&late=true"}, "channel": {"channel=phone"}, "kind": {"kind=help"},
		"subject": {"subject=" + url.QueryEscape(subject)}, "late": {"late=true"}, "count": {"count=true", "count=true&late=true&" + span}, "from": {span}, "to": {span},
		"after": {"after="}, "limit": {"limit=200"}, "level": {"level=red", "level=yellow"}, "unread": {"unread=true"}, "on": {"on=2019-10-14"}, "version": {"version=1"}, "use": {"use=reply"}, "division": {"division=3308"}, "words": {"words=" + url.QueryEscape(k.name)},
		"account": {"account=operator"}, "action": {"action=answer"}, "object": {"object=" + k.id}, "outcome": {"outcome=done"}, "until": {"until=2030-01-01T00:00:00Z"},
		"/jobs state": {"state=waiting"}, "/jobs kind": {"kind=tidy"}, "/audit from": {"from=2019-10-01T00:00:00Z"},
	}
	all := []string{""}
	parameters, _ := o.doc["parameters"].([]any)
	for _, p := range parameters {
		name, _ := p.(m)["name"].(string)
		if p.(m)["in"] != "query" {
			continue
		}
		tries := aims[o.path+" "+name]
		if tries == nil {
			tries = aims[name]
		}
		if tries == nil {
			t.Errorf("%s: say in aims how the filter %s is tried", o.path, name)
		}
		for _, q := range tries {
			all = append(all, "?"+q)
		}
	}
	return all
}

// expected is the status that a reading has for somebody and a case that they
// do not see.
func (r reading) expected(v viewer) int {
	switch {
	case r.of == "own":
		return http.StatusUnprocessableEntity // there is no code
	case v.stranger(), r.of == "session":
		return http.StatusUnauthorized
	case r.of == "case":
		return http.StatusNotFound
	case len(r.need) > 0 && !v.has(r.need...):
		return http.StatusForbidden
	}
	return http.StatusOK
}

// scene is a fortress with cases of several kinds.
type scene struct {
	*fortress
	mine, theirs, secret, nameless *kept
}

func (f *fortress) scene() *scene {
	f.t.Helper()
	return &scene{
		fortress: f,
		mine:     f.keep("荷塘", "", "u1", m{"name": "张某某", "phone": "13812345678"}, "张某某", "13812345678"),
		theirs:   f.keep("柳巷", "", "u2", m{"name": "李某某", "phone": "13712345678", "address": "柳巷西里9幢"}, "李某某", "李**", "13712345678", "137****5678", "西里"),
		secret:   f.keep("松岭", "confidential", "u1", m{"name": "王某某", "phone": "13912345678"}, "王某某", "王**", "13912345678", "139****5678"),
		nameless: f.keep("竹园", "anonymous", "u1", nil),
	}
}

// leaks runs a test on both databases.
func leaks(t *testing.T, test func(t *testing.T, s *scene)) {
	t.Helper()
	t.Parallel()
	testdb.EachAt(t, workday, func(t *testing.T, s *store.Store, hand *clock.Hand) { test(t, raise(t, s, hand).scene()) })
}

// hidden are the cases that somebody does not see.
func (s *scene) hidden(v viewer) (all []*kept) {
	for _, k := range []*kept{s.mine, s.theirs, s.secret, s.nameless} {
		if !v.sees(k) {
			all = append(all, k)
		}
	}
	return all
}

// TestEveryAddressToEverybody: of a case that is not theirs nobody reads
// anything by any address or filter; an answer about it is to the byte the one
// about a case that is not there. What needs a permission is refused without.
func TestEveryAddressToEverybody(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		s.at(workday.AddDate(0, 0, 30)) // limits have passed, and notices are told
		nowhere := &kept{id: "01900000000000000000000000", letter: "01900000000000000000000000", number: "33080220191014900017", unit: "u9"}
		viewers := s.viewers()
		tried := 0
		for _, o := range s.operations() {
			r, known := readings[o.path]
			if o.method != http.MethodGet || r.of == "stream" {
				continue
			}
			if !known {
				t.Errorf("GET %s: say in readings who may read there", o.path)
				continue
			}
			for _, v := range viewers {
				for _, k := range s.hidden(v) {
					for _, q := range o.queries(t, k) {
						what, got := v.name+" reading "+o.path+q+" of "+k.name, s.ask(v, "GET", o.aimed(k)+q, nil)
						if tried++; got.status != r.expected(v) {
							t.Errorf("%s: %d %s; expected %d", what, got.status, got.raw, r.expected(v))
						}
						if v.stranger() || v.sight != identity.AllCases && r.of != "all" {
							silent(t, what, got, k.marks, k.person)
						}
						if gone := s.ask(v, "GET", o.aimed(nowhere)+q, nil); (r.of == "case" || r.of == "own") && string(gone.raw) != string(got.raw) {
							t.Errorf("%s: %s; of nothing: %s", what, got.raw, gone.raw)
						}
					}
				}
			}
		}
		if tried < 2000 {
			t.Errorf("%d tries: the document or the tables cannot have been read", tried)
		}
	})
}

// TestRightsToRead: whoever sees every case still reads of the region's affairs
// only what their permissions say, and of who brought a confidential case
// nothing, not even masked, nor what they sent.
func TestRightsToRead(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		s.at(workday.AddDate(0, 0, 30))
		viewers := s.viewers()
		for _, o := range s.operations() {
			r := readings[o.path]
			if o.method != http.MethodGet || r.of == "own" || r.of == "session" || r.of == "stream" {
				continue
			}
			for _, v := range viewers {
				if v.stranger() || !v.sees(s.secret) {
					continue
				}
				for _, k := range []*kept{s.secret, s.nameless} {
					got, want := s.ask(v, "GET", o.aimed(k), nil), http.StatusOK
					if strings.Contains(o.path, "{webhook}") {
						want = http.StatusNotFound // there is none
					}
					what := v.name + " reading " + o.path + " of " + k.name
					switch {
					case strings.Contains(o.path, "{attachment}") && !v.has(identity.RevealSecret):
						want = http.StatusNotFound
					case len(r.need) > 0 && !v.has(r.need...):
						want = http.StatusForbidden
					}
					if got.status != want {
						t.Errorf("%s: %d %s; expected %d", what, got.status, got.raw, want)
					}
					if !v.has(identity.RevealSecret) {
						silent(t, what, got, k.person, []string{k.letterDigest, k.name + "来信"})
					}
					if !v.has(identity.RevealSecret, identity.ViewAudit) { // who watches is told which file was opened
						silent(t, what, got, []string{k.letter})
					}
				}
			}
		}
	})
}

// TestUnseenChangesNothing: what happens on a case changes nothing, not a
// count, in what those read who do not see it.
func TestUnseenChangesNothing(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		viewers := s.viewers()
		look := func() map[string]string {
			all := map[string]string{}
			for _, o := range s.operations() {
				if r := readings[o.path]; o.method != http.MethodGet || strings.Contains(o.path, "{") || r.of == "session" || r.of == "stream" || len(r.need) > 0 {
					continue
				}
				for _, v := range viewers {
					if v.sees(s.theirs) {
						continue
					}
					for _, q := range o.queries(t, s.theirs) {
						all[v.name+" "+o.path+q] = string(s.ask(v, "GET", o.aimed(s.theirs)+q, nil).raw)
					}
				}
			}
			return all
		}
		s.at(workday.AddDate(0, 0, 30))
		before := look()
		late := s.keep("菊坡", "", "u2", m{"name": "赵某某", "phone": "13712345678"})
		s.must(http.StatusOK, "POST", late.path+"/hasten", "supervisor", nil)
		s.at(workday.AddDate(0, 0, 30).Add(time.Hour))
		s.must(http.StatusOK, "POST", late.path+"/legs/1/sign", "leader@u2", nil)
		s.must(http.StatusOK, "POST", s.theirs.path+"/supervise", "supervisor", m{"level": 1, "reason": "repeat", "note": "柳巷督办"})
		after := look()
		for _, what := range slices.Sorted(maps.Keys(before)) {
			if before[what] != after[what] {
				t.Errorf("%s: was %s, is %s", what, before[what], after[what])
			}
		}
		if len(before) < 300 {
			t.Errorf("%d answers were compared", len(before))
		}
	})
}

// TestByOtherWays: a search by number, a reveal, a mark, a version, another's
// idempotency key, a link between cases, and the reporter's own door let nobody
// at a case that is not theirs, nor tell that it is there.
func TestByOtherWays(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		s.at(workday.AddDate(0, 0, 30))
		notices := s.must(http.StatusOK, "GET", "/api/v1/notices", "leader@u2", nil).list("notices")
		if len(notices) == 0 {
			t.Fatal("nothing was told of the case")
		}
		reveal := m{"fields": []string{"phone", "name"}, "reason": "回访核实"}
		for _, v := range s.viewers() {
			for _, phone := range []string{"13712345678", "13912345678"} {
				got := s.ask(v, "POST", "/api/v1/persons/find", m{"phone": phone})
				for _, k := range s.hidden(v) {
					silent(t, v.name+" searching", got, k.marks, k.person)
				}
				if !v.has(identity.RevealSecret) {
					silent(t, v.name+" searching", got, s.secret.person, s.secret.marks)
				}
			}
			if !v.has(identity.RevealSecret) {
				silent(t, v.name+" revealing", s.ask(v, "POST", s.secret.path+"/reveal", reveal), s.secret.person)
			}
			for _, k := range s.hidden(v) {
				s.unreached(v, k, reveal, notices[0]["id"])
			}
		}
	})
}

// unreached tries what a client can send about a case that it does not see.
func (s *scene) unreached(v viewer, k *kept, reveal m, notice any) {
	s.t.Helper()
	want := http.StatusNotFound
	if v.stranger() {
		want = http.StatusUnauthorized
	}
	const nowhere = "/api/v1/cases/01900000000000000000000000"
	for what, try := range map[string]struct {
		path string
		body any
		head []string
	}{
		"a reveal":                 {"/reveal", reveal, nil},
		"an erasure":               {"/erase", m{"ground": "request", "person": true}, nil},
		"an old version":           {"/note", m{"note": "试"}, []string{"If-Match", `"99"`}},
		"the right version":        {"/note", m{"note": "试"}, []string{"If-Match", `"3"`}},
		"somebody's request again": {"/note", m{"note": "试"}, []string{"Idempotency-Key", k.name + "key"}},
		"a leg":                    {"/legs/1/sign", nil, nil},
		"no leg":                   {"/legs/9/sign", nil, nil},
		"evidence":                 {"/note", m{"note": "试", "evidence": []string{k.letter}}, nil},
	} {
		got, gone := s.ask(v, "POST", k.path+try.path, try.body, try.head...), s.ask(v, "POST", nowhere+try.path, try.body, try.head...)
		if got.status != want || string(got.raw) != string(gone.raw) {
			s.t.Errorf("%s, %s of %s: %d %s; of nothing: %s", v.name, what, k.name, got.status, got.raw, gone.raw)
		}
	}
	if !v.stranger() && k == s.theirs && v.sight != identity.AllCases {
		s.ask(v, "POST", "/api/v1/notices/read", m{"ids": []any{notice}}).code(s.t, "notice.not_found")
	}
	if own := s.mine; v.sees(own) { // a file of another case, by the address of one's own
		for _, id := range []string{k.letter, k.letterDigest[:40], k.number} {
			got := s.ask(v, "GET", own.path+"/attachments/"+id, nil, "If-None-Match", `"`+k.letterDigest+`"`)
			if got.code(s.t, "attachment.not_found"); got.status != http.StatusNotFound {
				s.t.Errorf("%s gets %s by their own case: %s", v.name, id, got.raw)
			}
		}
	}
	if v.has(identity.CaseReceive) { // nor by what a new case says that it comes from
		for _, link := range []string{"split_from", "reopen_of"} {
			got, gone := s.ask(v, "POST", "/api/v1/cases", with(intake, link, k.id)), s.ask(v, "POST", "/api/v1/cases", with(intake, link, "01900000000000000000000000"))
			if string(got.raw) != string(gone.raw) {
				s.t.Errorf("%s receives a case %s %s: %d %s; of nothing: %d %s", v.name, link, k.name, got.status, got.raw, gone.status, gone.raw)
			}
		}
		again := s.ask(v, "POST", "/api/v1/cases", with(intake, "title", k.name+"标题", "content", k.name+"内容"), "Idempotency-Key", k.name+"key")
		if again.head.Get("Idempotency-Replayed") != "" || again.json["id"] == k.id {
			s.t.Errorf("%s replays another's receipt: %s", v.name, again.raw)
		}
	}
}

// TestLinksAreSeen: a role that hands out cases, and sees only its units', takes
// no case into another that it does not see, and splits nothing off one.
func TestLinksAreSeen(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		area := identity.As(identity.Dispatcher, "area", region, "u1")
		area.Sight = identity.UnitCases
		s.door["area"] = member("area", area)
		for do, body := range map[string]m{"merge": {"target": s.theirs.id, "reason": "dup"}, "split": {"parts": []string{s.theirs.id}}} {
			nowhere := with(body, "target", "01900000000000000000000000", "parts", []string{"01900000000000000000000000"})
			if do == "merge" {
				delete(nowhere, "parts")
			} else {
				delete(nowhere, "target")
			}
			got := s.must(http.StatusNotFound, "POST", s.mine.path+"/"+do, "area", body)
			if gone := s.send("POST", s.mine.path+"/"+do, "area", nowhere); string(gone.raw) != string(got.raw) {
				t.Errorf("%s: %s; with nothing: %s", do, got.raw, gone.raw)
			}
		}
		if after := s.must(http.StatusOK, "GET", s.theirs.path, "auditor", nil); fmt.Sprint(after.json["version"]) != "3" {
			t.Errorf("the unseen case has been written to: %s", after.raw)
		}
	})
}

// TestOwnDoorOfOthers: a query code opens the case that it is of and no other,
// whoever sends it, and tells nothing of who handles what inside.
func TestOwnDoorOfOthers(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		for _, who := range []string{"", "dispatcher", "leader@u1"} {
			got := s.must(http.StatusNotFound, "GET", "/api/v1/own/"+s.theirs.number, who, nil, codeHeader, s.mine.code)
			silent(t, "another's code", got, s.theirs.marks, s.theirs.person)
		}
		for _, k := range []*kept{s.mine, s.secret, s.nameless} {
			got := s.must(http.StatusOK, "GET", "/api/v1/own/"+k.number, "", nil, codeHeader, k.code)
			silent(t, "the door of "+k.name, got, k.person, s.theirs.marks, []string{k.id, k.letter, k.letterDigest, k.name + "派单意见", k.name + "备注", "dispatcher", "operator"})
		}
	})
}

// TestStreamsOfOthers: what moves on a case is pushed to nobody who does not see
// it, nor that something has moved.
func TestStreamsOfOthers(t *testing.T) {
	leaks(t, func(t *testing.T, s *scene) {
		streams := map[string]*subscriber{}
		for _, v := range s.viewers() {
			switch {
			case v.stranger():
				if got := s.ask(v, "GET", "/api/v1/events", nil); got.status != http.StatusUnauthorized {
					t.Errorf("%s watches: %d", v.name, got.status)
				}
			case !v.sees(s.theirs):
				streams[v.name] = s.subscribe(v.key, "")
			}
		}
		all := s.subscribe("dispatcher", "")
		for _, watching := range streams {
			watching.next("queues") // as they stand
		}
		s.must(http.StatusOK, "POST", s.theirs.path+"/legs/1/sign", "leader@u2", nil)
		s.must(http.StatusOK, "POST", s.theirs.path+"/note", "dispatcher", m{"note": "柳巷再记"})
		for e, open := all.next("case"); open && (e.data["id"] != s.theirs.id || e.data["action"] != "note"); e, open = all.next("case") {
		}
		time.Sleep(2 * time.Second) // counts follow a second after what moves
		for name, watching := range streams {
			for len(watching.events) > 0 {
				e := <-watching.events
				t.Errorf("%s is told %s %v", name, e.name, e.data)
			}
		}
		if len(streams) < 10 {
			t.Errorf("%d watched", len(streams))
		}
	})
}
