package api_test

import (
	"net/http"
	"strings"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const codeHeader = "X-Query-Code"

// TestOwnCase: whoever brought a case follows it by number and code, writes to
// the centre, hastens, withdraws; and sees no note between offices.
func TestOwnCase(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake, "Idempotency-Key", "first")
		code, _ := got.json["query_code"].(string)
		number, _ := got.json["number"].(string)
		path, mine := got.head.Get("Location"), "/api/v1/own/"+number
		if len(code) != 6 {
			t.Fatalf("the code %q", code)
		}
		if again := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake, "Idempotency-Key", "first"); again.json["query_code"] != code {
			t.Errorf("the same receipt sent again has the code %q, not %q", again.json["query_code"], code)
		}
		if later := c.must(http.StatusOK, "GET", path, "operator", nil); later.json["query_code"] != nil {
			t.Error("the code is told to whoever reads the case")
		}
		c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}, "note": "内部意见一"})
		c.must(http.StatusOK, "POST", path+"/legs/1/sign", "leader@u1", nil)
		seen := c.must(http.StatusOK, "GET", mine, "", nil, codeHeader, strings.ToLower(code[:3])+" "+code[3:])
		holders, _ := seen.json["holders"].([]any)
		if len(holders) != 1 || holders[0].(m)["unit"] != "住建局" || holders[0].(m)["due"] == nil {
			t.Errorf("held by %v", holders)
		}
		if strings.Contains(string(seen.raw), "内部意见") {
			t.Errorf("a note between offices is told: %s", seen.raw)
		}
		for action, want := range map[string]bool{"hasten": true, "withdraw": true, "message": true, "dispatch": false, "sign": false} {
			if offers(seen.json["allowed_actions"], action) != want {
				t.Errorf("%s offered: %v", action, !want)
			}
		}
		for _, key := range []string{"letter", "letter"} {
			c.must(http.StatusOK, "POST", mine+"/message", "", m{"note": "还是不亮。"}, codeHeader, code, "Idempotency-Key", key)
		}
		c.must(http.StatusOK, "POST", path+"/box_reply", "operator", m{"note": "已催办。"})
		c.must(http.StatusOK, "POST", path+"/legs/1/submit", "leader@u1", m{"reply": "内部办理情况", "public_reply": "灯已更换。", "result": "solved"})
		seen = c.must(http.StatusOK, "GET", mine, "", nil, codeHeader, code)
		if box, _ := seen.json["box"].([]any); len(box) != 2 || seen.json["replies"] != nil {
			t.Errorf("before the centre has accepted: box %v, replies %v", box, seen.json["replies"])
		}
		c.must(http.StatusOK, "POST", path+"/legs/1/accept", "reviewer", nil)
		seen = c.must(http.StatusOK, "GET", mine, "", nil, codeHeader, code)
		if !strings.Contains(string(seen.raw), "灯已更换。") || strings.Contains(string(seen.raw), "内部办理情况") {
			t.Errorf("replied: %s", seen.raw)
		}
	})
}

// TestOwnCaseStaysShut: without the code nothing is told, nor that there is
// such a case; and codes cannot be tried out.
func TestOwnCaseStaysShut(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		code, _ := got.json["query_code"].(string)
		number, _ := got.json["number"].(string)
		mine := "/api/v1/own/" + number
		c.must(http.StatusUnprocessableEntity, "GET", mine, "", nil)
		wrong := c.must(http.StatusNotFound, "GET", mine, "", nil, codeHeader, "222222")
		nowhere := c.must(http.StatusNotFound, "GET", "/api/v1/own/33080220191014900017", "", nil, codeHeader, code)
		if string(wrong.raw) != string(nowhere.raw) {
			t.Errorf("one can tell a number that is there: %s, %s", wrong.raw, nowhere.raw)
		}
		for range 4 {
			c.must(http.StatusNotFound, "POST", mine+"/withdraw", "", m{"reason": "solved"}, codeHeader, "222222")
		}
		c.must(http.StatusTooManyRequests, "GET", mine, "", nil, codeHeader, code)
		if after := c.must(http.StatusOK, "GET", got.head.Get("Location"), "operator", nil); after.json["state"] != "registered" {
			t.Errorf("withdrawn without the code: %s", after.raw)
		}
		other := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		key, _ := other.json["query_code"].(string)
		c.must(http.StatusNotFound, "GET", "/api/v1/own/"+other.json["number"].(string), "", nil, codeHeader, code)
		end := c.must(http.StatusOK, "POST", "/api/v1/own/"+other.json["number"].(string)+"/withdraw", "", m{"reason": "solved"}, codeHeader, key)
		if end.json["state"] != "withdrawn" {
			t.Errorf("withdrawn by its own code: %s", end.raw)
		}
	})
}

// TestOwnActions: the door has an operation of all that the tables let a
// citizen do, and of nothing else.
func TestOwnActions(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	paths, _ := c.must(http.StatusOK, "GET", "/api/v1/openapi.json", "", nil).json["paths"].(map[string]any)
	want := map[string]bool{"/api/v1/own/{number}": true}
	for path := range paths {
		if strings.HasPrefix(path, "/api/v1/own/{number}/attachments") { // TestOwnFiles
			want[path] = true
		}
	}
	for _, row := range casework.CaseFlow() {
		if row.Need == identity.CaseCitizen || row.Need == identity.CaseHasten {
			want["/api/v1/own/{number}/"+string(row.Do)] = true
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need == identity.CaseCitizen {
			want["/api/v1/own/{number}/legs/{leg}/"+string(row.Do)] = true
		}
	}
	for path := range want {
		if paths[path] == nil {
			t.Errorf("%s has no operation", path)
		}
	}
	for path := range paths {
		if strings.HasPrefix(path, "/api/v1/own") && !want[path] {
			t.Errorf("%s is an operation of nothing", path)
		}
	}
}
