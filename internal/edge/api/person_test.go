package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// caller is who brings a case; none of it may be in an answer but to a reveal.
var caller = m{"name": "张某某", "phone": "138 1234 5678", "id_number": "11010519491231002X", "address": "花园街道荷花小区3幢", "note": "听力不便"}

var inClear = []string{"张某某", "13812345678", "138 1234 5678", "11010519491231002X", "荷花", "3幢", "听力"}

func with(body m, more ...any) m {
	b := maps.Clone(body)
	for i := 0; i+1 < len(more); i += 2 {
		b[more[i].(string)] = more[i+1]
	}
	return b
}

// begin receives a case and hands it to u1.
func (c client) begin(body m) (path string) {
	c.t.Helper()
	id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", body).json["id"].(string)
	path = "/api/v1/cases/" + id
	c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
	return path
}

// end carries a case of begin to the archive.
func (c client) end(path string) {
	c.t.Helper()
	c.must(http.StatusOK, "POST", path+"/legs/1/sign", "leader@u1", nil)
	c.must(http.StatusOK, "POST", path+"/legs/1/submit", "leader@u1", m{"reply": "已更换灯具并通电。", "result": "solved"})
	c.must(http.StatusOK, "POST", path+"/legs/1/accept", "reviewer", nil)
	c.must(http.StatusOK, "POST", path+"/legs/1/call_back", "callback", m{"answer": m{"outcome": "satisfied"}})
	c.must(http.StatusOK, "POST", path+"/archive", "dispatcher", nil)
}

// clean reports what of the caller an answer holds in clear.
func (a answer) clean(t *testing.T, what string) {
	t.Helper()
	for _, text := range inClear {
		if strings.Contains(string(a.raw), text) {
			t.Errorf("%s holds %s in clear: %s", what, text, a.raw)
		}
	}
}

// TestPersonIsMasked: every way to read a case shows who brought it as far as
// the reader may know that, and nobody in clear.
func TestPersonIsMasked(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		received := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", with(intake, "person", caller))
		received.clean(t, "the answer to a receipt")
		if p, _ := received.json["person"].(m); p["phone"] != "138****5678" || p["name"] != "张**" || p["may_reveal"] != true {
			t.Errorf("the receipt shows %v", received.json["person"])
		}
		masked, withheld := "张**", "withheld"
		for disclosure, want := range map[string]map[string]string{
			"":             {"operator": masked, "dispatcher": masked, "leader": masked, "auditor": masked, "leader@u1": masked},
			"confidential": {"operator": withheld, "dispatcher": masked, "leader": withheld, "auditor": withheld, "leader@u1": withheld},
			"anonymous":    {"operator": "", "dispatcher": "", "leader": "", "auditor": "", "leader@u1": ""},
		} {
			body := with(intake, "person", caller, "disclosure", disclosure)
			if disclosure == "" {
				delete(body, "disclosure")
			}
			if disclosure == "anonymous" {
				if a := c.must(422, "POST", "/api/v1/cases", "operator", body); a.json["code"] != "internal" && !strings.Contains(string(a.raw), "anonymous") {
					t.Errorf("an anonymous case with a person: %s", a.raw)
				}
				delete(body, "person")
			}
			path := c.begin(body)
			for who, shown := range want {
				one := c.must(http.StatusOK, "GET", path, who, nil)
				list := c.must(http.StatusOK, "GET", "/api/v1/cases?limit=1", who, nil)
				one.clean(t, who+" reading")
				list.clean(t, who+" listing")
				lines, _ := list.json["cases"].([]any)
				for _, v := range []m{one.json, lines[0].(m)} {
					if got := shownOf(v); got != shown {
						t.Errorf("%s %q: %s is shown %q, want %q", path, disclosure, who, got, shown)
					}
				}
			}
			c.must(http.StatusNotFound, "GET", path, "leader@u2", nil).clean(t, "another unit")
		}
	})
}

func shownOf(v m) string {
	p, there := v["person"].(m)
	switch {
	case !there:
		return ""
	case p["withheld"] == true && len(p) == 1:
		return "withheld"
	}
	name, _ := p["name"].(string)
	return name
}

// TestReveal: in clear for whoever may, on record before it is answered; and
// what is not in sight is not there.
func TestReveal(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		path := c.begin(with(intake, "person", caller))
		secret := c.begin(with(intake, "person", caller, "disclosure", "confidential"))
		nobody := c.begin(with(intake, "disclosure", "anonymous"))
		ask := m{"fields": []string{"phone", "name"}, "reason": "回访核实"}
		got := c.must(http.StatusOK, "POST", path+"/reveal", "leader@u1", ask)
		if got.json["phone"] != "13812345678" || got.json["name"] != "张某某" || len(got.json) != 2 {
			t.Errorf("revealed %s", got.raw)
		}
		for _, no := range []struct {
			path, who string
			body      m
			status    int
			code      string
		}{
			{path, "auditor", ask, 403, "person.withheld"},
			{path, "leader@u2", ask, 404, "case.not_found"},
			{path, "outsourced", ask, 404, "case.not_found"},
			{"/api/v1/cases/none", "dispatcher", ask, 404, "case.not_found"},
			{secret, "operator", ask, 403, "person.withheld"},
			{secret, "leader@u1", ask, 403, "person.withheld"},
			{secret, "leader@u2", ask, 404, "case.not_found"},
			{nobody, "dispatcher", ask, 404, "person.not_found"},
			{path, "operator", m{"fields": []string{}, "reason": "回访核实"}, 422, ""},
			{path, "operator", m{"fields": []string{"height"}, "reason": "回访核实"}, 422, ""},
			{path, "operator", m{"fields": []string{"phone"}}, 422, ""},
			{path, "operator", m{"fields": []string{"phone"}, "reason": " 。 "}, 422, "reveal.reason"},
		} {
			a := c.must(no.status, "POST", no.path+"/reveal", no.who, no.body)
			if a.clean(t, no.who+" refused"); no.code != "" && a.json["code"] != no.code {
				t.Errorf("%s of %s: %v, want %s", no.who, no.path, a.json["code"], no.code)
			}
		}
		c.must(http.StatusOK, "POST", secret+"/reveal", "dispatcher", ask)
		for at, want := range map[string]string{path: "leader@u1 reveal [phone name] 回访核实", secret: "dispatcher reveal [phone name] 回访核实"} {
			if seen := c.seen(at); len(seen) != 1 || seen[0] != want {
				t.Errorf("%s has been seen by %q", at, seen)
			}
		}
		c.must(http.StatusOK, "GET", path, "leader", nil)
		if seen := c.seen(path); len(seen) != 2 || !strings.HasPrefix(seen[0], "leader view") {
			t.Errorf("a look at the page: %q", seen)
		}
		c.must(http.StatusForbidden, "GET", path+"/seen", "operator", nil)
		c.must(http.StatusNotFound, "GET", path+"/seen", "leader@u2", nil)
	})
}

// seen is who has seen who brought a case, latest first.
func (c client) seen(path string) (lines []string) {
	c.t.Helper()
	a := c.must(http.StatusOK, "GET", path+"/seen", "auditor", nil)
	a.clean(c.t, "who has seen")
	list, _ := a.json["seen"].([]any)
	for _, one := range list {
		v := one.(m)
		fields := ""
		if v["fields"] != nil {
			fields = fmt.Sprint(v["fields"])
		}
		reason, _ := v["reason"].(string)
		lines = append(lines, strings.TrimSpace(v["account"].(string)+" "+v["what"].(string)+" "+fields+" "+reason))
	}
	return lines
}

// TestFindPerson: the centre finds a caller's cases by the number, however
// written; others find nothing, and every search is on record.
func TestFindPerson(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		open := c.begin(with(intake, "person", caller))
		secret := c.begin(with(intake, "person", caller, "disclosure", "confidential"))
		for who, want := range map[string]int{"dispatcher": 2, "operator": 1} {
			a := c.must(http.StatusOK, "POST", "/api/v1/persons/find", who, m{"phone": "+86 138-1234-5678"})
			list, _ := a.json["cases"].([]any)
			if a.clean(t, "a search"); len(list) != want {
				t.Errorf("%s finds %d cases, want %d: %s", who, len(list), want, a.raw)
			}
		}
		for _, who := range []string{"leader@u1", "auditor", "leader"} {
			c.must(http.StatusForbidden, "POST", "/api/v1/persons/find", who, m{"phone": "13812345678"}).clean(t, "a refused search")
		}
		c.must(422, "POST", "/api/v1/persons/find", "operator", m{"phone": "12345678901234567"}).clean(t, "a wrong number")
		if none := c.must(http.StatusOK, "POST", "/api/v1/persons/find", "operator", m{"phone": "13912345678"}); string(none.raw) == "" || strings.Contains(string(none.raw), "number") {
			t.Errorf("a stranger is found: %s", none.raw)
		}
		if seen := c.seen(open); len(seen) != 2 {
			t.Errorf("the open case was found by %q", seen)
		}
		if seen := c.seen(secret); len(seen) != 1 || !strings.HasPrefix(seen[0], "dispatcher search") {
			t.Errorf("the confidential case was found by %q", seen)
		}
	})
}

// TestErasePerson: an erased person is nowhere any more, and the record that
// it was done stays.
func TestErasePerson(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		path := c.begin(with(intake, "person", caller))
		body := m{"ground": "request", "person": true, "texts": true}
		if a := c.must(http.StatusConflict, "POST", path+"/erase", "admin", body); a.json["code"] != "erase.open" {
			t.Errorf("while it is worked on: %s", a.raw)
		}
		c.end(path)
		c.must(http.StatusForbidden, "POST", path+"/erase", "operator", body)
		c.must(http.StatusNotFound, "POST", path+"/erase", "leader@u2", body)
		c.must(422, "POST", path+"/erase", "admin", m{"ground": "本人 张某某 要求", "person": true}).clean(t, "a ground in words")
		c.must(422, "POST", path+"/erase", "admin", m{"ground": "request"})
		for range 2 {
			c.must(http.StatusNoContent, "POST", path+"/erase", "admin", body, "Idempotency-Key", "e1")
		}
		c.must(422, "POST", path+"/erase", "admin", m{"ground": "court", "person": true}, "Idempotency-Key", "e1")
		if a := c.must(http.StatusNotFound, "POST", path+"/erase", "admin", body); a.json["code"] != "erase.nothing" {
			t.Errorf("again: %s", a.raw)
		}
		got := c.must(http.StatusOK, "GET", path, "dispatcher", nil)
		if got.json["person"] != nil || got.json["title"] != nil || got.json["content"] != nil || strings.Contains(string(got.raw), "灯") {
			t.Errorf("left is %s", got.raw)
		}
		found := c.must(http.StatusOK, "POST", "/api/v1/persons/find", "dispatcher", m{"phone": "13812345678"})
		if list, _ := found.json["cases"].([]any); len(list) != 0 {
			t.Errorf("found by the number: %s", found.raw)
		}
		if a := c.must(http.StatusNotFound, "POST", path+"/reveal", "dispatcher", m{"fields": []string{"phone"}, "reason": "核实"}); a.json["code"] != "person.not_found" {
			t.Errorf("revealed: %s", a.raw)
		}
	})
}

// TestPersonOnReceiptOnly: a person comes with a new case, once, in a form
// that can be kept, and a wrong one is never repeated.
func TestPersonOnReceiptOnly(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	path := c.begin(with(intake, "person", caller))
	c.must(422, "POST", path+"/note", "dispatcher", m{"note": "x", "person": caller}).clean(t, "a note")
	c.must(422, "POST", path+"/amend", "dispatcher", m{"amend": m{"person": caller}}).clean(t, "an amendment")
	for code, p := range map[string]m{
		"person.phone":     {"phone": "138123456789012"},
		"person.id_number": {"id_number": "110105194912310021"},
		"request.invalid":  {"height": "张某某"},
	} {
		a := c.must(422, "POST", "/api/v1/cases", "operator", with(intake, "person", p))
		if a.clean(t, code); a.json["code"] != code {
			t.Errorf("%v, want %s", a.json["code"], code)
		}
	}
	draft := c.must(http.StatusCreated, "POST", "/api/v1/drafts", "operator", with(intake, "person", caller))
	if draft.clean(t, "a draft"); shownOf(draft.json) != "张**" {
		t.Errorf("a draft shows %s", draft.raw)
	}
	first := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", with(intake, "person", caller), "Idempotency-Key", "p1")
	again := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", with(intake, "person", caller), "Idempotency-Key", "p1")
	if first.json["id"] != again.json["id"] {
		t.Errorf("sent again: %s", again.raw)
	}
	c.must(422, "POST", "/api/v1/cases", "operator", with(intake, "person", m{"phone": "13912345678"}), "Idempotency-Key", "p1")
}
