package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestCaseFilters: every filter takes the cases that fit it, of those that the
// caller sees, page after page, and counts as many as it lists.
func TestCaseFilters(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, storyStart, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		c := serveTo(t, s, staffOfUnits())
		receive := func(kind, subject string) string {
			hand.Advance(time.Minute)
			got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator",
				m{"channel": "phone", "kind": kind, "subject": subject, "title": kind + " " + subject, "content": "内容"})
			id, _ := got.json["id"].(string)
			return id
		}
		a, b, plain := receive("help", "城乡建设/市政设施"), receive("complain", "城乡建设"), receive("help", "环境与保护/噪声")
		for _, id := range []string{a, b} {
			c.must(http.StatusOK, "POST", "/api/v1/cases/"+id+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}, {"unit": "u2", "role": "assist"}}})
		}
		c.must(http.StatusOK, "POST", "/api/v1/cases/"+a+"/legs/1/sign", "unit_clerk@u1", nil)
		c.must(http.StatusOK, "POST", "/api/v1/cases/"+a+"/legs/2/sign", "unit_clerk@u2", nil)
		for _, leg := range []string{"1", "2"} { // its next limit is days away
			c.must(http.StatusOK, "POST", "/api/v1/cases/"+a+"/legs/"+leg+"/contact", "unit_clerk@u"+leg, m{"note": "已联系。"})
		}
		hand.Advance(75 * time.Hour) // the limit of signing passes, and u1 has not signed b
		c.must(http.StatusOK, "POST", "/api/v1/cases/"+b+"/legs/2/sign", "unit_clerk@u2", nil)

		for _, q := range []struct {
			who, query string
			want       []string // latest first
		}{
			{"auditor", "", []string{plain, b, a}},
			{"auditor", "kind=help", []string{plain, a}},
			{"auditor", "subject=城乡建设", []string{b, a}},
			{"auditor", "subject=城乡建设/市政设施", []string{a}},
			{"auditor", "subject=城乡", nil},
			{"auditor", "leg_state=to_sign", []string{b}},
			{"auditor", "leg_state=to_sign&unit=u2", nil},
			{"auditor", "leg_state=signed&unit=u2", []string{b, a}},
			{"auditor", "late=true&unit=u1", []string{b}},
			{"auditor", "late=true&unit=u3", nil},
			{"auditor", "kind=complain&late=true&state=handling", []string{b}},
			{"unit_clerk@u1", "", []string{b, a}},
			{"unit_clerk@u1", "leg_state=to_sign", []string{b}},
			{"unit_clerk@u1", "late=true", []string{b}},
			{"unit_clerk@u2", "leg_state=to_sign", nil},
			{"unit_clerk@u3", "late=true", nil},
		} {
			t.Run(q.who+" "+q.query, func(t *testing.T) {
				got := client{t, c.base}.listed(q.who, q.query)
				if !slices.Equal(got, q.want) {
					t.Errorf("lists %v, expected %v of a %s, b %s, plain %s", got, q.want, a, b, plain)
				}
			})
		}
		for _, bad := range []string{"kind=bogus", "limit=0", "late=perhaps", "after=nowhere", "unknown=1"} {
			c.must(http.StatusUnprocessableEntity, "GET", "/api/v1/cases?"+bad, "auditor", nil)
		}
	})
}

// listed reads every page of a list, one case at a time, and holds its count
// against it.
func (c client) listed(who, query string) (ids []string) {
	c.t.Helper()
	path := "/api/v1/cases?limit=1&count=true&" + query
	for next := ""; ; {
		page := c.must(http.StatusOK, "GET", path+"&after="+next, who, nil)
		cases, _ := page.json["cases"].([]any)
		for _, one := range cases {
			ids = append(ids, fmt.Sprint(one.(m)["id"]))
		}
		if next, _ = page.json["next"].(string); next == "" {
			if n, _ := page.json["count"].(float64); int(n) != len(ids) {
				c.t.Errorf("%s counts %v of %v", query, page.json["count"], ids)
			}
			return ids
		}
	}
}

// TestReasonLists: where the region lists the reasons of an action, the offer
// names the list, and the vocabulary has it.
func TestReasonLists(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	path := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).head.Get("Location")
	given := c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
	if given.json["id"] == nil {
		t.Fatal(string(given.raw))
	}
	words := c.must(http.StatusOK, "GET", "/api/v1/vocabulary", "leader@u1", nil)
	named := map[string]string{}
	offered, _ := c.must(http.StatusOK, "GET", path, "leader@u1", nil).json["allowed_actions"].([]any)
	for _, o := range offered {
		list, _ := o.(m)["reason_list"].(string)
		if list != "" {
			named[o.(m)["action"].(string)] = list
		}
	}
	if named["return"] != "reason.return" || named["sign"] != "" {
		t.Fatalf("lists %v of %v", named, offered)
	}
	codes, _ := words.json["reason.return"].(m)
	if codes["duty"] != "职责不符" {
		t.Errorf("the list has %v", codes)
	}
	english, _ := words.json["reason_en.return"].(m)
	if english["duty"] != "Another duty" {
		t.Errorf("in English the list has %v", english)
	}
	// What stands in the list is taken, and nothing else.
	c.must(http.StatusUnprocessableEntity, "POST", path+"/legs/1/return", "leader@u1", m{"reason": "made-up", "basis": "依据"})
	c.must(http.StatusOK, "POST", path+"/legs/1/return", "leader@u1", m{"reason": "duty", "basis": "依据"})
}

// TestReasonsOfReworkAndMerge: cases are reworked, merged and parted for reasons
// of the region's lists, and for no others.
func TestReasonsOfReworkAndMerge(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	one, other := c.begin(intake), c.begin(intake)
	target := strings.TrimPrefix(other, "/api/v1/cases/")
	for _, step := range []struct {
		path, who, made, listed string
		more                    m
	}{
		{one + "/merge", "dispatcher", "dup", "same-matter", m{"target": target}},
		{one + "/unmerge", "dispatcher", "mistake", "other-matter", nil},
	} {
		body := func(reason string) m { return with(m{"reason": reason}, pairs(step.more)...) }
		c.must(http.StatusUnprocessableEntity, "POST", step.path, step.who, body(step.made)).code(t, "reason.unknown")
		c.must(http.StatusOK, "POST", step.path, step.who, body(step.listed))
	}
	c.must(http.StatusOK, "POST", other+"/legs/1/sign", "leader@u1", nil)
	c.must(http.StatusOK, "POST", other+"/legs/1/submit", "leader@u1", m{"reply": "已修好。", "result": "solved"})
	c.must(http.StatusOK, "POST", other+"/legs/1/accept", "reviewer", nil)
	c.must(http.StatusUnprocessableEntity, "POST", other+"/legs/1/rework", "callback", m{"reason": "made-up"}).code(t, "reason.unknown")
	c.must(http.StatusOK, "POST", other+"/legs/1/rework", "callback", m{"reason": "not-solved"})
}

func pairs(more m) (all []any) {
	for name, value := range more {
		all = append(all, name, value)
	}
	return all
}
