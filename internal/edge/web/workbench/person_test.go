package workbench_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/pagetest"
	"huying/internal/store"
)

const caller = "13800001234" // of a range that is given to nobody in these tests

// TestWhoBroughtIt: pages show who brought a case masked; in clear only for a
// reason, which those who audit can read; and earlier cases are found by the
// number, in the body of a form and never in an address.
func TestWhoBroughtIt(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{
			"content": {"路灯不亮。"}, "kind": {"help"}, "person_name": {"赵测试"}, "person_phone": {caller},
		})
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		path := "/desk/cases/" + number
		shown := d.see("operator", path)
		if strings.Contains(shown, caller) || strings.Contains(shown, "赵测试") || !strings.Contains(shown, "138****1234") {
			t.Errorf("who brought it is not masked:\n%s", shown)
		}
		ask1, to := d.fill("operator", path+"/reveal", url.Values{"fields": {"phone"}})
		if res := ask(d.site, http.MethodPost, to, "operator", ask1); res.Code != http.StatusUnprocessableEntity || strings.Contains(res.Body.String(), caller) {
			t.Errorf("without a reason: %d\n%s", res.Code, res.Body)
		}
		ask1.Set("reason", "回电核对地点")
		res := ask(d.site, http.MethodPost, to, "operator", ask1)
		if res.Code != http.StatusOK || !strings.Contains(res.Body.String(), caller) || strings.Contains(res.Body.String(), "赵测试") {
			t.Errorf("for a reason: %d\n%s", res.Code, res.Body)
		}
		if res.Header().Get("Cache-Control") != "no-store" || strings.Contains(to, caller) {
			t.Error("what was revealed may be kept, or stands in an address")
		}
		pagetest.Sound(t, "revealed", res.Body.String())
		if log := d.see("auditor", path+"/seen"); !strings.Contains(log, "回电核对地点") || strings.Contains(log, caller) {
			t.Errorf("who has looked:\n%s", log)
		}
		for who, status := range map[string]int{"operator": http.StatusForbidden, "unit_clerk@u1": http.StatusNotFound} {
			if res := ask(d.site, http.MethodGet, path+"/seen", who, nil); res.Code != status {
				t.Errorf("%s asks who has looked: %d, expected %d", who, res.Code, status)
			}
		}
		if res := ask(d.site, http.MethodGet, path+"/reveal", "unit_clerk@u1", nil); res.Code != http.StatusNotFound {
			t.Errorf("a unit that has no part in it: %d", res.Code)
		}
		if res := ask(d.site, http.MethodGet, path+"/reveal", "auditor", nil); res.Code != http.StatusForbidden {
			t.Errorf("an auditor reveals: %d", res.Code)
		}
		form, at = d.fill("operator", "/desk/receive", url.Values{"person_phone": {caller}, "do": {"find"}})
		found := ask(d.site, http.MethodPost, at, "operator", form)
		if found.Code != http.StatusOK || !strings.Contains(found.Body.String(), `href="`+path+`"`) {
			t.Errorf("earlier cases of the number: %d\n%s", found.Code, found.Body)
		}
		form.Set("person_phone", "13800009999")
		if none := ask(d.site, http.MethodPost, at, "operator", form); !strings.Contains(none.Body.String(), "没有以往的诉求件") {
			t.Errorf("of another number:\n%s", none.Body)
		}
	})
}

// TestNotices: somebody reads what their role is told, and marks it as read.
func TestNotices(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{"content": {"路灯不亮。"}, "kind": {"help"}})
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		err := d.store.Update(context.Background(), func(tx *store.Tx) error {
			list, err := tx.CasesAfter(region, "", 1)
			if err != nil {
				return err
			}
			return tx.PutNotices([]store.Notice{{ID: "n1", Region: region, Role: identity.Supervisor, Case: list[0].ID, Clock: deadline.Close, Due: monday, Level: deadline.Red}})
		})
		if err != nil {
			t.Fatal(err)
		}
		if body := d.see("dispatcher", "/desk/notices"); strings.Contains(body, number) {
			t.Error("another role is told")
		}
		if body := d.see("supervisor", "/desk/notices"); !strings.Contains(body, number) || !strings.Contains(body, "红牌") {
			t.Errorf("not told:\n%s", body)
		}
		read, to := d.fill("supervisor", "/desk/notices", nil)
		if res := ask(d.site, http.MethodPost, to, "dispatcher", read); res.Code != http.StatusNotFound {
			t.Errorf("somebody else marks it: %d", res.Code)
		}
		if res := ask(d.site, http.MethodPost, to, "supervisor", read); res.Code != http.StatusSeeOther {
			t.Errorf("marked: %d\n%s", res.Code, res.Body)
		}
		if body := d.see("supervisor", "/desk/notices"); strings.Contains(body, number) {
			t.Error("it stays unread")
		}
		if body := d.see("supervisor", "/desk/notices?all=true"); !strings.Contains(body, number) {
			t.Error("it is gone")
		}
	})
}
