package workbench_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/edge/web/workbench"
)

// allRoles are the roles that people hold.
var allRoles = []identity.Role{
	identity.Operator, identity.Registrar, identity.Dispatcher, identity.UnitClerk, identity.Officer, identity.UnitLeader, identity.Reviewer,
	identity.CallBackers, identity.Supervisor, identity.Assessor, identity.Leader, identity.Mediator, identity.GridWorker, identity.Editor,
	identity.Admin, identity.Auditor, identity.Outsourced,
}

// TestNoPageLeaks asks every address of the room, as everybody, about a
// confidential case of one unit: who does not see the case learns nothing of it,
// and nobody learns from any page who brought it.
func TestNoPageLeaks(t *testing.T) {
	t.Parallel()
	const title, said = "鹭洲里的灯", "鹭洲里三号楼前的灯连续几晚不亮"
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{
			"title": {title}, "content": {said}, "kind": {"help"}, "disclosure": {"confidential"},
			"person_name": {"欧阳测试"}, "person_phone": {caller}, "person_address": {"鹭洲里九幢"},
		})
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		d.take("dispatcher", number, "dispatch", url.Values{"lead": {"u1"}})
		if res := d.send("operator", "/desk/cases/"+number+"/files", "0", "鹭洲里.jpg", photo(t)); res.Code != http.StatusSeeOther {
			t.Fatalf("a photo: %d\n%s", res.Code, res.Body)
		}
		people := []string{"", "nobody"}
		for _, r := range allRoles {
			people = append(people, string(r), string(r)+"@u1", string(r)+"@u2")
		}
		asked, told := 0, 0
		for _, route := range workbench.Room(workbench.Options{}).Routes {
			method, pattern, _ := strings.Cut(route.Pattern, " ")
			if method != http.MethodGet {
				continue
			}
			for _, target := range []string{strings.NewReplacer("{number}", number, "{leg}", "1", "{action}", "note", "{file}", "x", "{$}", "").Replace(pattern)} {
				for _, who := range people {
					res := ask(d.site, method, target, who, nil)
					asked++
					body := res.Body.String()
					for _, secret := range []string{caller, "欧阳测试", "九幢"} {
						if strings.Contains(body, secret) {
							t.Errorf("%q at %s reads %s", who, target, secret)
						}
					}
					if strings.Contains(body, title) || strings.Contains(body, said) {
						told++
						if !sees(who) {
							t.Errorf("%q at %s learns of the case", who, target)
						}
					}
				}
			}
		}
		if asked < 300 || told < 20 {
			t.Errorf("%d questions, %d answers: the test asks too little", asked, told)
		}
	})
}

// sees reports whether somebody of these tests sees a case that u1 has: by the
// preset of the role, not by what the pages do.
func sees(who string) bool {
	role, unit, _ := strings.Cut(who, "@")
	switch identity.PresetSight(identity.Role(role)) {
	case identity.AllCases:
		return true
	case identity.UnitCases:
		return unit == "u1"
	}
	return false // a seat sees the cases that it received
}
