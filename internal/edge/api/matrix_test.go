package api_test

import (
	"net/http"
	"slices"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// place is where somebody stands towards a case: in the unit of its first leg,
// in that of its second, or in one that has no leg of it.
type place struct {
	name string
	unit ident.UnitID
}

var places = []place{{"own", "u1"}, {"beside", "u2"}, {"stranger", "u3"}}

// staff is everybody of the region: each role, and a role of units once in
// each place.
func staff() door {
	d := door{}
	for _, r := range identity.PresetRights() {
		for _, at := range places {
			name := string(r.Role) + "@" + at.name
			d[name] = member(name, identity.As(r.Role, ident.UserID(name), region, at.unit))
		}
	}
	return d
}

// deed is an action as it is sent: its address under the case's, and a body
// that holds what its row asks for.
type deed struct {
	do   casework.Action
	need identity.Permission
	path string
	body m
}

// deeds are all actions that can be sent about a case, from the flow tables;
// those on a leg are on the first.
func deeds(t *testing.T) (all []deed) {
	t.Helper()
	for _, row := range casework.CaseFlow() {
		if row.Need != "" && row.Mirrors == "" && !slices.Contains(row.From, casework.NewCase) {
			all = append(all, deed{row.Do, row.Need, "/" + string(row.Do), filled(t, row.Ask)})
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need != identity.SystemStep {
			all = append(all, deed{row.Do, row.Need, "/legs/1/" + string(row.Do), filled(t, row.Ask)})
		}
	}
	return all
}

// filled is a body with the fields asked for.
func filled(t *testing.T, ask []casework.Field) m {
	t.Helper()
	body := m{}
	for _, f := range ask {
		v, ok := map[casework.Field]any{
			casework.AskReason: "duty", casework.AskBasis: "三定方案第四条", casework.AskNote: "备注", casework.AskReply: "已答复。",
			casework.AskUnits: []m{{"unit": "u1", "role": "assist"}}, casework.AskUntil: "2039-10-14T09:00:00+08:00",
			casework.AskAnswer: m{"outcome": "satisfied"}, casework.AskTarget: "01900000000000000000000000", casework.AskParts: []string{"01900000000000000000000000"},
			casework.AskAmend: m{"title": "路灯"}, casework.AskTags: []m{{"topic": "city"}}, casework.AskLevel: 1, casework.AskRoute: "诉讼",
			casework.AskResult: "solved", casework.AskScope: "survey", casework.AskOffice: "市政科", casework.AskUnit: "u2", casework.AskPublicReply: "已答复。",
		}[f]
		if !ok {
			t.Fatalf("no sample of the field %s", f)
		}
		body[string(f)] = v
	}
	return body
}

// receiver is who received the case: to a role that sees only its own, its own
// case is one that it received.
func receiver(right identity.Right, at place) string {
	if right.Sight == identity.OwnCases && at.name == "own" {
		return string(right.Role) + "@own"
	}
	return "operator@own"
}

// expected is what the tables say of somebody's deed: 404 where the case is
// not theirs to see, 403 where the deed is not theirs to do, or 0 where it is.
// It is worked out here from the role's row and the flow's, not by asking Can.
func expected(right identity.Right, at place, d deed) int {
	if !slices.Contains(right.May, identity.CaseView) || right.Sight == identity.OwnCases && at.name != "own" ||
		right.Sight == identity.UnitCases && at.name == "stranger" {
		return http.StatusNotFound
	}
	if !slices.Contains(right.May, d.need) || d.need.OfUnit() && at.name != "own" {
		return http.StatusForbidden
	}
	return 0
}

// given is a case in the hands of two units, as it stands at version 2.
func (c client) given(receiver string) string {
	c.t.Helper()
	id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", receiver, intake).json["id"].(string)
	path := "/api/v1/cases/" + id
	c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher@own", m{"units": []m{{"unit": "u1", "role": "lead"}, {"unit": "u2", "role": "assist"}}})
	return path
}

// turnedAway reports whether an answer is about its sender. What names another
// case, to merge into or split off, may not find that one.
func turnedAway(a answer, d deed) bool {
	switch a.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return true
	case http.StatusNotFound:
		return d.body[string(casework.AskTarget)] == nil && d.body[string(casework.AskParts)] == nil
	}
	return false
}

// TestMatrix sends every action of both flows as every role, from its own
// unit, from the one beside it and from a strange one: what the tables forbid
// is refused and changes nothing, what they allow is not refused for its
// sender.
func TestMatrix(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serveTo(t, s, staff())
		shared := map[string]string{} // receiver → a case on which nothing is allowed
		sent := map[int]int{}
		for _, right := range identity.PresetRights() {
			for _, at := range places {
				who, by := string(right.Role)+"@"+at.name, receiver(right, at)
				if shared[by] == "" {
					shared[by] = c.given(by)
				}
				for _, d := range deeds(t) {
					want, path := expected(right, at, d), shared[by]
					if want == 0 {
						path = c.given(by) // it may go on
					}
					got := c.send("POST", path+d.path, who, d.body)
					if want != 0 && got.status != want || want == 0 && turnedAway(got, d) || got.status >= http.StatusInternalServerError {
						t.Errorf("%s sends %s: %d %s; expected %d", who, d.do, got.status, got.json["code"], want)
					}
					sent[want]++
				}
			}
		}
		for _, path := range shared {
			after := c.must(http.StatusOK, "GET", path, "auditor@own", nil)
			if events, _ := after.json["events"].([]any); after.json["version"] != 2.0 || len(events) != 2 {
				t.Errorf("what was refused has left a trace: %s", after.raw)
			}
		}
		if sent[0] < 100 || sent[http.StatusForbidden] < 1000 || sent[http.StatusNotFound] < 400 {
			t.Errorf("sent %v; the tables cannot have been read", sent)
		}
	})
}

// TestMatrixOfReceipt: a case is begun by those alone who may receive.
func TestMatrixOfReceipt(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serveTo(t, s, staff())
		for _, right := range identity.PresetRights() {
			want := http.StatusForbidden
			if slices.Contains(right.May, identity.CaseReceive) {
				want = http.StatusCreated
			}
			for _, path := range []string{"/api/v1/cases", "/api/v1/drafts"} {
				if got := c.send("POST", path, string(right.Role)+"@own", intake); got.status != want {
					t.Errorf("%s sends %s: %d %s; expected %d", right.Role, path, got.status, got.json["code"], want)
				}
			}
		}
	})
}

// TestOwnStepsOfTheSystem: what only the program does by itself, and the other
// side of an action on two cases, cannot be sent by anybody.
func TestOwnStepsOfTheSystem(t *testing.T) {
	t.Parallel()
	c := serveTo(t, testdb.Open(t, store.SQLite), staff())
	path := c.given("operator@own")
	tried := 0
	for _, row := range casework.CaseFlow() {
		if row.Need == "" || row.Mirrors != "" {
			c.must(http.StatusNotFound, "POST", path+"/"+string(row.Do), "admin@own", m{})
			tried++
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need == identity.SystemStep {
			c.must(http.StatusNotFound, "POST", path+"/legs/1/"+string(row.Do), "admin@own", m{})
			tried++
		}
	}
	if tried == 0 {
		t.Error("the tables have no such row")
	}
}
