package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/api"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestCourse carries a case from the call to the call-back, each step by the
// role whose step it is, following only what each answer offers.
func TestCourse(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		path, _ := got.json["id"].(string)
		path = "/api/v1/cases/" + path
		if got.head.Get("Location") != path || got.head.Get("ETag") != `"1"` {
			t.Errorf("Location %q, ETag %q", got.head.Get("Location"), got.head.Get("ETag"))
		}
		for i, step := range []struct {
			who, action, leg string
			body             m
		}{
			{"dispatcher", "dispatch", "", m{"units": []m{{"unit": "u1", "role": "lead"}}}},
			{"leader@u1", "sign", "/legs/1", nil},
			{"leader@u1", "submit", "/legs/1", m{"reply": "已更换灯具并通电。", "result": "solved"}},
			{"reviewer", "accept", "/legs/1", nil},
			{"callback", "call_back", "/legs/1", m{"answer": m{"outcome": "satisfied", "attitude": "satisfied", "solved": "yes"}}},
		} {
			offered := c.must(http.StatusOK, "GET", path, step.who, nil).json["allowed_actions"]
			if !offers(offered, step.action) {
				t.Fatalf("%s is not offered %s: %v", step.who, step.action, offered)
			}
			var body any
			if step.body != nil {
				body = step.body
			}
			got := c.must(http.StatusOK, "POST", path+step.leg+"/"+step.action, step.who, body)
			if v := got.json["version"]; v != float64(i+2) {
				t.Errorf("after %s: version %v", step.action, v)
			}
		}
		end := c.must(http.StatusOK, "GET", path, "auditor", nil)
		events, _ := end.json["events"].([]any)
		if end.json["state"] != "closed" || len(events) != 6 || end.json["title"] != "路灯不亮" {
			t.Errorf("the end is %s", end.raw)
		}
		if end.json["allowed_actions"] != nil {
			t.Errorf("an auditor may do %v", end.json["allowed_actions"])
		}
	})
}

func offers(list any, action string) bool {
	all, _ := list.([]any)
	return slices.ContainsFunc(all, func(o any) bool { return o.(map[string]any)["action"] == action })
}

// TestUnseen: what a role does not see is answered as what is not there, by
// every way in.
func TestUnseen(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
		path := "/api/v1/cases/" + id
		c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
		for _, who := range []string{"leader@u2", "outsourced"} {
			there := c.must(http.StatusNotFound, "GET", path, who, nil)
			nowhere := c.must(http.StatusNotFound, "GET", "/api/v1/cases/01900000000000000000000000", who, nil)
			if string(there.raw) != string(nowhere.raw) {
				t.Errorf("%s can tell a case that is there: %s, %s", who, there.raw, nowhere.raw)
			}
			c.must(http.StatusNotFound, "POST", path+"/legs/1/sign", who, nil)
			c.must(http.StatusNotFound, "POST", path+"/hasten", who, nil)
			for _, filter := range []string{"", "?unit=u1", "?state=dispatched", "?number=330802"} {
				list, _ := c.must(http.StatusOK, "GET", "/api/v1/cases"+filter, who, nil).json["cases"].([]any)
				if len(list) != 0 {
					t.Errorf("%s lists %v by %q", who, list, filter)
				}
			}
		}
		list, _ := c.must(http.StatusOK, "GET", "/api/v1/cases", "leader@u1", nil).json["cases"].([]any)
		if len(list) != 1 {
			t.Errorf("its unit lists %v", list)
		}
		if got := c.must(http.StatusOK, "GET", path, "leader@u1", nil); got.json["version"] != 2.0 {
			t.Errorf("a refused action has left a trace: %s", got.raw)
		}
		c.must(http.StatusForbidden, "POST", path+"/legs/1/sign", "auditor", nil)
		c.must(http.StatusUnauthorized, "GET", path, "stranger", nil)
		c.must(http.StatusUnauthorized, "POST", "/api/v1/cases", "", intake)
	})
}

// TestEveryActionHasAnOperation compares the document with the flow tables.
func TestEveryActionHasAnOperation(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	doc := c.must(http.StatusOK, "GET", "/api/v1/openapi.json", "operator", nil)
	paths, _ := doc.json["paths"].(map[string]any)
	want := map[string]bool{"/cases": true, "/drafts": true, "/cases/{case}": true}
	for _, row := range casework.CaseFlow() {
		if row.Need != "" && row.Mirrors == "" && !slices.Contains(row.From, casework.NewCase) {
			want["/cases/{case}/"+string(row.Do)] = true
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need != identity.SystemStep {
			want["/cases/{case}/legs/{leg}/"+string(row.Do)] = true
		}
	}
	for path := range want {
		if paths[api.Prefix+path] == nil {
			t.Errorf("%s has no operation", path)
		}
	}
	const actions = api.Prefix + "/cases/{case}/"
	beside := []string{"reveal", "seen", "erase", "attachments"} // of the case, but no step of its flow
	for path := range paths {
		name, isAction := strings.CutPrefix(path, actions)
		if isAction && !want[path[len(api.Prefix):]] && !slices.Contains(beside, strings.Split(name, "/")[0]) {
			t.Errorf("%s is an operation of nothing", path)
		}
	}
}

// TestQueues: each role counts what is before it.
func TestQueues(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		for range 3 {
			id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
			c.must(http.StatusOK, "POST", "/api/v1/cases/"+id+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
			c.must(http.StatusOK, "POST", "/api/v1/cases/"+id+"/legs/1/sign", "leader@u1", nil)
		}
		c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		for who, want := range map[string]string{
			"dispatcher": `{"cases":{"handling":3,"registered":1},"legs":{"signed":3},`,
			"leader@u1":  `{"cases":{},"legs":{"signed":3},`,
			"leader@u2":  `{"cases":{},"legs":{},"late":{},"soon":{}}`,
			"outsourced": `{"cases":{},"legs":{},"late":{},"soon":{}}`,
		} {
			if got := string(c.must(http.StatusOK, "GET", "/api/v1/queues", who, nil).raw); !strings.HasPrefix(got, want) {
				t.Errorf("%s has before it %s, expected %s", who, got, want)
			}
		}
	})
}
