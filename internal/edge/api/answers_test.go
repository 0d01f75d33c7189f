package api_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// contract is the document, and answers that are held to it.
type contract struct {
	t    *testing.T
	doc  *openapi3.T
	held map[string]int // answers by operation and status
}

func (f *fortress) contract() *contract {
	f.t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(f.must(http.StatusOK, "GET", "/api/v1/openapi.json", "", nil).raw)
	if err != nil {
		f.t.Fatal(err)
	}
	return &contract{f.t, doc, map[string]int{}}
}

// holds checks an answer to an operation against what is said of that status.
func (c *contract) holds(o operation, a answer) {
	c.t.Helper()
	told := c.doc.Paths.Value("/api/v1" + o.path).GetOperation(o.method).Responses
	is := told.Value(strconv.Itoa(a.status))
	if is == nil && a.status < http.StatusBadRequest {
		c.t.Errorf("%s %s: nothing is said of %d", o.method, o.path, a.status)
		return
	}
	if is == nil {
		is = told.Default()
	}
	c.held[o.method+" "+o.path+" "+strconv.Itoa(a.status)]++
	kind, _, _ := strings.Cut(a.head.Get("Content-Type"), ";")
	media := is.Value.Content.Get(kind)
	switch {
	case len(a.raw) == 0 && len(is.Value.Content) == 0:
		return
	case media == nil:
		c.t.Errorf("%s %s: %d as %q, which is not described", o.method, o.path, a.status, kind)
		return
	case !strings.HasSuffix(kind, "json"):
		return // a file
	}
	var body any
	if err := json.Unmarshal(a.raw, &body); err != nil {
		c.t.Errorf("%s %s: %v", o.method, o.path, err)
		return
	}
	if err := media.Schema.Value.VisitJSON(body, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
		c.t.Errorf("%s %s: %d is not as described: %v\n%s", o.method, o.path, a.status, err, a.raw)
	}
}

// TestAnswersAreAsDescribed: what can be read, and what refusals say, is of the
// very form that the document gives, for everybody of the region.
func TestAnswersAreAsDescribed(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	s := raise(t, testdb.Open(t, store.SQLite, testdb.Clock(hand)), hand).scene()
	c := s.contract()
	s.at(workday.AddDate(0, 0, 30)) // limits have passed, and notices are told
	_, ticket := s.enter("reader", identity.Admin)
	s.must(http.StatusOK, "POST", s.mine.path+"/box_reply", "dispatcher", m{"note": "见附件。", "evidence": []string{s.mine.letter}})
	viewers := append(s.viewers(), viewer{name: "a session", token: ticket.Token})
	for _, o := range s.operations() {
		if o.method != http.MethodGet || readings[o.path].of == "stream" {
			continue
		}
		for _, v := range viewers {
			for _, k := range []*kept{s.mine, s.secret} {
				c.holds(o, s.ask(v, "GET", o.aimed(k), nil, codeHeader, k.code))
			}
		}
		if o.path != "/webhooks/{webhook}/deliveries" && c.held["GET "+o.path+" 200"] == 0 {
			t.Errorf("nobody could read %s", o.path)
		}
	}
	for _, o := range s.operations() { // an empty request to everything that changes something
		if o.method == http.MethodGet || o.path == "/sign-out" || strings.HasPrefix(o.path, "/sessions") {
			continue
		}
		c.holds(o, s.ask(viewer{token: ticket.Token}, o.method, o.aimed(s.theirs), m{}))
	}
}

// TestAnswersOfACourse: so are the answers to the steps of a case.
func TestAnswersOfACourse(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	s := raise(t, testdb.Open(t, store.SQLite, testdb.Clock(hand)), hand)
	c := s.contract()
	at := map[string]operation{}
	for _, o := range s.operations() {
		at[o.method+" "+o.path] = o
	}
	person := m{"name": "张某某", "phone": "13812345678"}
	got := s.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", with(intake, "person", person))
	c.holds(at["POST /cases"], got)
	k := &kept{id: got.json["id"].(string), number: got.json["number"].(string), code: got.json["query_code"].(string)}
	const leg = "POST /cases/{case}/legs/{leg}/"
	for _, step := range []struct {
		who, does string
		body      m
	}{
		{"dispatcher", "POST /cases/{case}/dispatch", m{"units": []m{{"unit": "u1", "role": "lead"}}}},
		{"", "POST /own/{number}/message", m{"note": "路口东侧的一盏。"}},
		{"leader@u1", leg + "sign", m{}},
		{"leader@u1", leg + "extend", m{"reason": "works", "until": "2019-11-08T17:00:00+08:00"}},
		{"dispatcher", leg + "grant_extension", m{}},
		{"leader@u1", leg + "submit", m{"reply": "已更换灯具并通电。", "result": "solved"}},
		{"reviewer", leg + "accept", m{}},
		{"callback", leg + "call_back", m{"answer": m{"outcome": "satisfied", "solved": "yes"}}},
		{"dispatcher", "POST /cases/{case}/reveal", m{"fields": []string{"phone"}, "reason": "核实联系电话"}},
		{"operator", "POST /persons/find", m{"phone": "13812345678"}},
		{"dispatcher", "GET /cases/{case}", nil},
		{"", "GET /own/{number}", nil},
	} {
		o := at[step.does]
		var body any
		if step.body != nil {
			body = step.body
		}
		done := s.must(http.StatusOK, o.method, o.aimed(k), step.who, body, codeHeader, k.code)
		c.holds(o, done)
	}
}
